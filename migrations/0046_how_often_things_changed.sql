CREATE TABLE `change_counts` (
	`what` text NOT NULL,
	`agent_id` text NOT NULL,
	`changes` integer NOT NULL,
	PRIMARY KEY(`what`, `agent_id`)
);
--> statement-breakpoint
DROP INDEX `mcp_servers_agent_id_updated_at`;--> statement-breakpoint
DROP INDEX `mcp_servers_public_change`;--> statement-breakpoint
DROP INDEX `templates_updated_at`;--> statement-breakpoint
DROP INDEX `mcp_tools_updated_at`;--> statement-breakpoint
DROP INDEX `workflows_agent_id_updated_at`;--> statement-breakpoint
-- One more change: of everybody's things, or of an agent's own. What is written without `updated_at`, such as how often a
-- tool was called, is no change. A public server's are those while it is public, and that it ceases to be.
CREATE TRIGGER mcp_tools_came AFTER INSERT ON mcp_tools BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('tools', '', 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_changed AFTER UPDATE OF updated_at ON mcp_tools BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('tools', '', 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER templates_came AFTER INSERT ON templates BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('templates', '', 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER templates_changed AFTER UPDATE OF updated_at ON templates BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('templates', '', 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER workflows_came AFTER INSERT ON workflows BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('workflows', new.agent_id, 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER workflows_changed AFTER UPDATE OF updated_at ON workflows BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('workflows', new.agent_id, 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_servers_came AFTER INSERT ON mcp_servers BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('servers', new.agent_id, 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_servers_changed AFTER UPDATE OF updated_at ON mcp_servers BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('servers', new.agent_id, 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_servers_came_public AFTER INSERT ON mcp_servers WHEN new.is_public BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('publicServers', '', 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_servers_changed_public AFTER UPDATE OF updated_at ON mcp_servers WHEN new.is_public OR old.is_public
BEGIN
  INSERT INTO change_counts (what, agent_id, changes) VALUES ('publicServers', '', 1)
  ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
