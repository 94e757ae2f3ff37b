// What clients find out before they ask: the resource's metadata (RFC 9728) and the authorization server's (RFC 8414).

import { BASIC_SCOPE, GRANTABLE_SCOPES } from "./scopes.ts";

export function resourceMetadata(issuer: string, path: string) {
  return {
    resource: issuer + path,
    resource_name: "NexusCall",
    authorization_servers: [issuer],
    bearer_methods_supported: ["header"],
    // What any use needs; a client asks for more when it is told to.
    scopes_supported: [BASIC_SCOPE],
    resource_documentation: `${issuer}/docs`,
  };
}

export function serverMetadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    registration_endpoint: `${issuer}/oauth/register`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    scopes_supported: [...GRANTABLE_SCOPES, "offline_access"],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: ["none"],
    revocation_endpoint_auth_methods_supported: ["none"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    service_documentation: `${issuer}/docs`,
  };
}
