using System.Globalization;
using System.Text;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>Makes the file of the next migration.</summary>
public static class MigrationScaffold
{
    // A table, not string.Normalize: that needs ICU, which containers often lack, and a name must not depend on the machine.
    private const string Accented = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľŀłñńņňòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž";
    private const string Plain = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzz";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    /// <summary>Makes the next migration's file: its number is one more than the largest of all files and journal entries.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">The description; it becomes lower-case words joined by underscores.</param>
    /// <param name="sql">The statements; empty for a template to fill in.</param>
    /// <param name="now">The present time, for projects that number by time.</param>
    /// <param name="preview">Whether to make nothing.</param>
    /// <exception cref="MigrationException"><c>MigrationNameInvalid</c>, <c>SqlUnterminated</c>, <c>SqlEmpty</c>, <c>FolderBusy</c>, <c>FileUnwritable</c>, and what reading the journal throws.</exception>
    public static MigrationFile Create(MigrationProject project, string name, IReadOnlyList<string> sql, DateTimeOffset now, bool preview)
    {
        using var held = preview ? null : FolderLock.Take(project.MigrationsFolder, Wait);
        var planned = Prepare(project, name, sql, now);
        if (preview) return planned;
        SourceFile.CreateNew(planned.Path, Encoding.UTF8.GetBytes(planned.Text));
        return planned with { Outcome = WriteOutcome.Written };
    }

    /// <summary>The next migration's file as it would be made; for those who write several files at once, under the project's lock.</summary>
    internal static MigrationFile Prepare(MigrationProject project, string name, IReadOnlyList<string> sql, DateTimeOffset now)
    {
        var slug = Slug(name);
        var tags = TagsOf(project);
        var number = NextPrefix(tags, now);
        var tag = $"{number}_{slug}";
        var path = Path.Combine(project.MigrationsFolder, tag + ".sql");
        var newline = NewlineOf(project, tags);
        var text = sql.Count == 0 ? Template(tag) : Script(tag, sql);
        text = text.Replace("\r\n", "\n").Replace("\n", newline);
        return new MigrationFile
        {
            Tag = tag,
            Path = path,
            Number = MigrationTag.NumberOf(tag),
            Text = text,
            StatementCount = SqlScript.Parse(new SourceText(path, text)).Statements.Count,
            Outcome = WriteOutcome.Planned,
        };
    }

    /// <summary>A description as it stands in a tag: lower-case letters without accents and digits, other runs of characters as one underscore.</summary>
    /// <exception cref="MigrationException"><c>MigrationNameInvalid</c>: nothing is left of it, or it is too long for a file name.</exception>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            var accented = Accented.IndexOf(c);
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) slug.Append(c);
            else if (accented >= 0) slug.Append(Plain[accented]);
            else if (c == 'ß') slug.Append("ss");
            else if (c is 'æ' or 'œ') slug.Append(c == 'æ' ? "ae" : "oe");
            // An accent that follows its letter (as macOS writes names) falls away.
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[slug.Length - 1] != '_') slug.Append('_');
        }
        var result = slug.ToString().TrimEnd('_');
        if (result.Length is > 0 and <= 200) return result;
        throw new MigrationException(
            ErrorIds.MigrationNameInvalid,
            result.Length == 0 ? $"The name \"{name}\" has no letter a-z and no digit." : "The name is longer than 200 characters.",
            "Give a short description such as add_my_column.", target: name);
    }

    private static List<string> TagsOf(MigrationProject project)
    {
        var tags = new List<string>();
        if (Directory.Exists(project.MigrationsFolder))
            tags.AddRange(SourceFile.FilesIn(project.MigrationsFolder, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)!));
        if (File.Exists(project.JournalPath)) tags.AddRange(Journal.Read(project.JournalPath).Entries.Select(entry => entry.Tag));
        return tags;
    }

    /// <summary>The number or time that the next migration's tag begins with.</summary>
    internal static string NextPrefix(MigrationProject project, DateTimeOffset now) => NextPrefix(TagsOf(project), now);

    // drizzle-kit's prefixes: index (four digits), unix (ten) and timestamp (fourteen). The project's newest tag says which is in use.
    private static string NextPrefix(IReadOnlyList<string> tags, DateTimeOffset now)
    {
        var largest = tags.Select(MigrationTag.NumberOf).Max() ?? -1;
        switch (largest.ToString(CultureInfo.InvariantCulture).Length)
        {
            case 10:
                return Math.Max(largest + 1, now.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);
            case 14:
                var stamp = long.Parse(now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
                return Math.Max(largest + 1, stamp).ToString(CultureInfo.InvariantCulture);
            default:
                return (largest + 1).ToString("0000", CultureInfo.InvariantCulture);
        }
    }

    private static string NewlineOf(MigrationProject project, IReadOnlyList<string> tags)
    {
        var newest = tags.Where(tag => MigrationTag.NumberOf(tag) is not null).OrderByDescending(MigrationTag.NumberOf)
            .Select(tag => Path.Combine(project.MigrationsFolder, tag + ".sql")).FirstOrDefault(File.Exists);
        return newest is not null && Encoding.UTF8.GetString(SourceFile.ReadAllBytes(newest)).Contains("\r\n") ? "\r\n" : "\n";
    }

    // The breakpoint itself may not stand in it: drizzle cuts there, comment or not, and sends the rest of the line as a statement.
    private static string Template(string tag) => $"""
        -- {tag}
        --
        -- Write the statements below, each ended by ";". drizzle's own tools also want its statement-breakpoint line between two of them.
        -- Additive and safe to run again, for example:
        --   ALTER TABLE `my_table` ADD COLUMN IF NOT EXISTS `my_column` varchar(255);

        """.Replace("\r\n", "\n");

    // Every statement ended, and a breakpoint between two, for drizzle sends whatever stands between breakpoints at once. Of what
    // stands between statements only the comments are kept: DELIMITER is the mysql client's, and no server knows it.
    private static string Script(string tag, IReadOnlyList<string> sql)
    {
        var text = new StringBuilder();
        foreach (var part in sql)
        {
            var source = new SourceText("-Sql", part);
            var statements = SqlScript.Parse(source).Statements;
            for (var i = 0; i < statements.Count; i++)
            {
                var statement = statements[i];
                if (text.Length > 0) text.Append(SqlLexer.Breakpoint).Append('\n');
                if (i == 0) AppendLines(CommentsIn(source, 0, statement.Start, statement.Modes));
                else AppendLines(CommentsIn(source, statements[i - 1].End, statement.Start, statement.Modes).Where(comment => comment.Start >= statements[i - 1].FullEnd));
                text.Append(statement.Text).Append(';');
                var after = CommentsIn(source, statement.End, i + 1 < statements.Count ? statements[i + 1].Start : part.Length, statement.Modes);
                foreach (var comment in after.Where(comment => comment.Start < statement.FullEnd)) text.Append(' ').Append(Written(comment));
                text.Append('\n');
                if (i + 1 == statements.Count) AppendLines(after.Where(comment => comment.Start >= statement.FullEnd));
            }

            void AppendLines(IEnumerable<SqlToken> comments)
            {
                foreach (var comment in comments) text.Append(Written(comment)).Append('\n');
            }

            string Written(SqlToken comment) => comment.TextIn(part).Replace(SqlLexer.Breakpoint, "").TrimEnd();
        }
        if (text.Length > 0) return text.ToString();
        throw new MigrationException(ErrorIds.SqlEmpty, "-Sql holds no statement.", "Give at least one, or leave -Sql out for a template.", target: tag);
    }

    private static List<SqlToken> CommentsIn(SourceText source, int start, int end, SqlModes modes)
    {
        var comments = new List<SqlToken>();
        var lexer = new SqlLexer(source, start, end, modes);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment) comments.Add(token);
        }
        return comments;
    }
}
