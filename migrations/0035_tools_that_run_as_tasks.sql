ALTER TABLE `mcp_tools` ADD `runs_as_task` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `mcp_tools` SET `runs_as_task` = true WHERE `id` IN (
	SELECT `tool_id` FROM `mcp_server_definitions`
	WHERE `kind` = 'tool' AND `definition`->>'$.execution.taskSupport' = 'required'
);
