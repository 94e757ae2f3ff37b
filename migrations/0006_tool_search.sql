-- The full text of the tools that are registered, and its vocabulary. Triggers keep it in step, whoever writes.
CREATE VIRTUAL TABLE mcp_tool_words USING fts5(
  name, description, tags,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE mcp_tool_vocabulary USING fts5vocab('mcp_tool_words', 'row');
--> statement-breakpoint
INSERT INTO mcp_tool_documents (tool_id) SELECT id FROM mcp_tools;
--> statement-breakpoint
INSERT INTO mcp_tool_words (rowid, name, description, tags)
SELECT mcp_tool_documents."row", mcp_tools.name, mcp_tools.description, mcp_tools.tags
FROM mcp_tools JOIN mcp_tool_documents ON mcp_tool_documents.tool_id = mcp_tools.id
WHERE mcp_tools.deleted_at IS NULL;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_inserted AFTER INSERT ON mcp_tools BEGIN
  INSERT INTO mcp_tool_documents (tool_id) VALUES (new.id);
  INSERT INTO mcp_tool_words (rowid, name, description, tags)
  SELECT "row", new.name, new.description, new.tags FROM mcp_tool_documents WHERE tool_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_updated AFTER UPDATE OF name, description, tags, deleted_at ON mcp_tools BEGIN
  DELETE FROM mcp_tool_words WHERE rowid = (SELECT "row" FROM mcp_tool_documents WHERE tool_id = new.id);
  INSERT INTO mcp_tool_words (rowid, name, description, tags)
  SELECT "row", new.name, new.description, new.tags FROM mcp_tool_documents
  WHERE tool_id = new.id AND new.deleted_at IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER mcp_tools_deleted AFTER DELETE ON mcp_tools BEGIN
  DELETE FROM mcp_tool_words WHERE rowid = (SELECT "row" FROM mcp_tool_documents WHERE tool_id = old.id);
  DELETE FROM mcp_tool_documents WHERE tool_id = old.id;
END;
