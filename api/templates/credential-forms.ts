// What credentials look like, and what things are called that hold one.
//
// F1. No run of characters is looked through twice: what repeats has a bound.

export const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bnxc_(?:live|code|refresh)_[0-9A-Za-z]{16}/, "a key of this hub"],
  [/\bsk-[\w-]{20}|\b(?:gsk_|xai-|pplx-|nvapi-|r8_|tvly-)[\w-]{20}/, "a key of a model's provider"],
  [/\b[sr]k_(?:live|test)_[0-9A-Za-z]{16}/, "a Stripe key"],
  [/\bgh[pousr]_[0-9A-Za-z]{30}|\bgithub_pat_\w{22}/, "a GitHub token"],
  [/\bglpat-[\w-]{20}/, "a GitLab token"],
  [/\bxox[abeprs]-[\w-]{10}|hooks\.slack\.com\/services\/\w/, "a Slack token"],
  [/discord(?:app)?\.com\/api\/webhooks\/\d/, "a Discord webhook"],
  [/webhook\.office\.com\/webhookb2\/\w|hooks\.zapier\.com\/hooks\/catch\/\d/, "a webhook's secret address"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS key"],
  [/\bAIza[\w-]{35}|\bya29\.[\w-]{20}|\bGOCSPX-[\w-]{20}/, "a Google key"],
  [/\b(?:npm|hf)_[0-9A-Za-z]{30}|\bpypi-[\w-]{30}/, "a registry's token"],
  [/\bSG\.[\w-]{16,64}\.[\w-]{16}/, "a SendGrid key"],
  [/\bSK[0-9a-f]{32}\b/, "a Twilio key"],
  [/(?:\b|bot)\d{8,10}:AA[\w-]{33}/, "a Telegram bot's token"],
  [/\b(?:dop_v1_|hv[sb]\.|shp(?:at|ca|pa|ss)_|lin_api_|ntn_|sbp_|sq0(?:atp|csp)-)[\w-]{20}/, "a key of a service"],
  [/\bwhsec_[\w+/=-]{16}/, "a webhook's secret"],
  [/\beyJ[\w-]{8,500}\.eyJ[\w-]{8}/, "a JSON Web Token"],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY/, "a private key"],
  [/\b(?:bearer|basic)\s{1,4}[\w.~+/=-]{16}/i, "credentials of a request"],
  [/:\/\/[^\s/:@{}]{1,100}:[^\s/@{}]{1,100}@/, "a URL with a password"],
  [/:\/\/[^\s/:@{}?#]{16,100}@/, "a URL with a credential"],
  [
    /[?&](?:[\w-]{0,20}[_-])?(?:api[_-]?key|access[_-]?key|secret|password|sig(?:nature)?)=[^&\s{}#]{8}/i,
    "a URL with a credential",
  ],
  [
    /[?&](?:(?:access|auth|bot|private|session|(?:x-amz-)?security)[_-]?)?(?:apikey|token)=[^&\s{}#]{8}/i,
    "a URL with a credential",
  ],
  // Names that also mean something else: only before what nobody would make up.
  [/[?&](?:key|appid|code)=(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[a-z])[\w-]{24}/i, "a URL with a credential"],
  [
    /(?:password|passwd|pwd|secret|(?:access|account|api|auth)[ _-]?(?:key|token))["'`]{0,2}\s{0,3}[:=]\s{0,3}["'`]?(?=[\w+/.-]{0,40}\d)(?=[\w+/.-]{0,40}[a-z])[\w+/.-]{16}/i,
    "a name with its secret",
  ],
];

const NAMES =
  /(?:password|passwd|passphrase|pwd|secret|(?:access|account|api|auth|encryption|master|private|secret|signing)key|(?:access|api|app|auth|bearer|bot|github|id|personal|refresh|security|session|slack|user)token|authorization|connectionstring|credentials?|cookie)$|^(?:token|pass)$/;

/** Whether a thing of this name holds a credential: a field, a header, a part of the input. */
export function isSecretName(name: string): boolean {
  return NAMES.test(name.toLowerCase().replaceAll(/[\s_-]/g, ""));
}
