ALTER TABLE `mcp_tools` ADD `category` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `protocol` text DEFAULT 'http' NOT NULL;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `output_check` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `redaction` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `mcp_tools_category` ON `mcp_tools` (`category`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_tools_protocol` ON `mcp_tools` (`protocol`,`created_at`,`id`);--> statement-breakpoint
UPDATE mcp_tools SET protocol = 'builtin', category = CASE name
  WHEN 'transform' THEN 'data' WHEN 'csv_parse' THEN 'data' WHEN 'json_diff' THEN 'data'
  WHEN 'template_render' THEN 'text' WHEN 'html_to_text' THEN 'text'
  WHEN 'http_get' THEN 'web'
  ELSE 'utility' END
WHERE agent_id = 'agent_nexus';
