ALTER TABLE `mcp_tool_documents` ADD `tier` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- The index anew: with the category, and by how much a tool is called, so that it can be walked from the most called on.
DROP TRIGGER mcp_tools_inserted;
--> statement-breakpoint
DROP TRIGGER mcp_tools_updated;
--> statement-breakpoint
DROP TRIGGER mcp_tools_deleted;
--> statement-breakpoint
DROP TABLE mcp_tool_vocabulary;
--> statement-breakpoint
DROP TABLE mcp_tool_words;
--> statement-breakpoint
CREATE VIRTUAL TABLE mcp_tool_words USING fts5(
  name, description, tags, category,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE mcp_tool_vocabulary USING fts5vocab('mcp_tool_words', 'row');
--> statement-breakpoint
UPDATE mcp_tool_documents SET tier = (
  SELECT iif(call_count = 0, 0, length(call_count)) FROM mcp_tools WHERE mcp_tools.id = tool_id);
--> statement-breakpoint
INSERT INTO mcp_tool_words (rowid, name, description, tags, category)
SELECT tier << 40 | "row", mcp_tools.name, mcp_tools.description, mcp_tools.tags, mcp_tools.category
FROM mcp_tools JOIN mcp_tool_documents ON mcp_tool_documents.tool_id = mcp_tools.id
WHERE mcp_tools.deleted_at IS NULL
ORDER BY 1;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_inserted AFTER INSERT ON mcp_tools BEGIN
  INSERT INTO mcp_tool_documents (tool_id, tier) VALUES (new.id, iif(new.call_count = 0, 0, length(new.call_count)));
  INSERT INTO mcp_tool_words (rowid, name, description, tags, category)
  SELECT tier << 40 | "row", new.name, new.description, new.tags, new.category
  FROM mcp_tool_documents WHERE tool_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_updated AFTER UPDATE OF name, description, tags, category, deleted_at, call_count ON mcp_tools
WHEN new.name <> old.name OR new.description <> old.description OR new.tags <> old.tags
  OR new.category IS NOT old.category OR new.deleted_at IS NOT old.deleted_at
  OR length(new.call_count) <> length(old.call_count) OR (new.call_count = 0) <> (old.call_count = 0)
BEGIN
  DELETE FROM mcp_tool_words
  WHERE rowid = (SELECT tier << 40 | "row" FROM mcp_tool_documents WHERE tool_id = new.id);
  UPDATE mcp_tool_documents SET tier = iif(new.call_count = 0, 0, length(new.call_count)) WHERE tool_id = new.id;
  INSERT INTO mcp_tool_words (rowid, name, description, tags, category)
  SELECT tier << 40 | "row", new.name, new.description, new.tags, new.category
  FROM mcp_tool_documents WHERE tool_id = new.id AND new.deleted_at IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_deleted AFTER DELETE ON mcp_tools BEGIN
  DELETE FROM mcp_tool_words
  WHERE rowid = (SELECT tier << 40 | "row" FROM mcp_tool_documents WHERE tool_id = old.id);
  DELETE FROM mcp_tool_documents WHERE tool_id = old.id;
END;
