CREATE TABLE `template_ratings` (
	`template_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`rating` integer NOT NULL,
	`comment` text,
	`version` integer NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	PRIMARY KEY(`template_id`, `agent_id`)
);
--> statement-breakpoint
CREATE INDEX `template_ratings_template_id` ON `template_ratings` (`template_id`,`created_at`,`agent_id`);--> statement-breakpoint
CREATE TABLE `template_reports` (
	`template_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`reason` text NOT NULL,
	`details` text DEFAULT '' NOT NULL,
	`version` integer NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	PRIMARY KEY(`template_id`, `agent_id`)
);
--> statement-breakpoint
CREATE INDEX `template_reports_created_at` ON `template_reports` (`created_at`);--> statement-breakpoint
CREATE TABLE `template_uses` (
	`workflow_id` text PRIMARY KEY NOT NULL,
	`template_id` text NOT NULL,
	`version` integer NOT NULL,
	`agent_id` text NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL
);
--> statement-breakpoint
CREATE INDEX `template_uses_template_id` ON `template_uses` (`template_id`,`agent_id`);--> statement-breakpoint
CREATE TABLE `template_versions` (
	`template_id` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL,
	`slots` text NOT NULL,
	`example_input` text,
	`workflow_version` integer,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	PRIMARY KEY(`template_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `templates` (
	`row` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`agent_id` text NOT NULL,
	`workflow_id` text,
	`title` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`readme` text DEFAULT '' NOT NULL,
	`category` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`icon` text,
	`version` integer DEFAULT 1 NOT NULL,
	`forked_from` text,
	`forked_from_version` integer,
	`hash` text,
	`use_count` integer DEFAULT 0 NOT NULL,
	`user_count` integer DEFAULT 0 NOT NULL,
	`rating_count` integer DEFAULT 0 NOT NULL,
	`rating_sum` integer DEFAULT 0 NOT NULL,
	`rating_score` real DEFAULT 3 NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_id` ON `templates` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `templates_workflow_id` ON `templates` (`workflow_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `templates_agent_id` ON `templates` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `templates_created_at` ON `templates` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `templates_popularity` ON `templates` (`user_count`,`id`);--> statement-breakpoint
CREATE INDEX `templates_rating` ON `templates` (`rating_score`,`id`);--> statement-breakpoint
CREATE INDEX `templates_category` ON `templates` (`category`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `templates_forked_from` ON `templates` (`forked_from`) WHERE forked_from IS NOT NULL;--> statement-breakpoint
-- The full text of the templates that are offered, and its vocabulary. Triggers keep it in step, whoever writes.
CREATE VIRTUAL TABLE template_words USING fts5(
  title, summary, tags, category, readme,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE template_vocabulary USING fts5vocab('template_words', 'row');
--> statement-breakpoint
CREATE TRIGGER templates_inserted AFTER INSERT ON templates BEGIN
  INSERT INTO template_words (rowid, title, summary, tags, category, readme)
  VALUES (new."row", new.title, new.summary, new.tags, new.category, new.readme);
END;
--> statement-breakpoint
CREATE TRIGGER templates_updated AFTER UPDATE OF title, summary, tags, category, readme, deleted_at ON templates BEGIN
  DELETE FROM template_words WHERE rowid = old."row";
  INSERT INTO template_words (rowid, title, summary, tags, category, readme)
  SELECT new."row", new.title, new.summary, new.tags, new.category, new.readme WHERE new.deleted_at IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER templates_deleted AFTER DELETE ON templates BEGIN
  DELETE FROM template_words WHERE rowid = old."row";
END;
