namespace Migrations.Module.Tests;

/// <summary>A column or table that vanished beside one that appeared: nothing is guessed.</summary>
public sealed class RenameTests : IDisposable
{
    private const string Added = "ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `mail` varchar(255) NOT NULL;";
    private const string Renamed = "ALTER TABLE `users` RENAME COLUMN IF EXISTS `email` TO `mail`;";
    private const string Kept = "-- Kept, though the schema has it no longer: the column users.email varchar(255)";
    private const string Relaxed = "ALTER TABLE `users` MODIFY COLUMN `email` varchar(255);";
    private const string Dropped = "ALTER TABLE `users` DROP COLUMN IF EXISTS `email`;";

    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    public RenameTests() => _project.EditSchema("email: varchar('email'", "mail: varchar('mail'");

    [Theory]
    [InlineData(0, "", $"{Kept}\n{Added}|{Relaxed}")]
    [InlineData(0, "-AllowDestructive", $"{Added}|{Dropped}")]
    [InlineData(1, "", Renamed)]
    [InlineData(1, "-AllowDestructive", Renamed)]
    public void The_answer_at_the_prompt_decides(int answer, string options, string statements)
    {
        var host = new ScriptedHost(answer);
        using var session = new ModuleSession(host);

        var output = session.Run($"New-Migration rename -FromSchema -Path $root {options}", ("root", _project.Root));

        Assert.Empty(output.Errors);
        Assert.Equal(statements.Split('|'), Statements());
        Assert.Equal(["The column users.mail is new in the schema. Is it one that has vanished from it? [&New, &1 was email] -1"], host.Asked);
    }

    [Theory]
    [InlineData("-Rename users.email=mail", Renamed)]
    [InlineData("-Rename users.email=users.mail", Renamed)]
    [InlineData("-NoRename", $"{Kept}\n{Added}|{Relaxed}")]
    [InlineData("-NoRename -Rename users.email=mail", Renamed)]
    public void What_is_said_is_not_asked(string options, string statements)
    {
        var host = new ScriptedHost();
        using var session = new ModuleSession(host);

        Assert.Empty(session.Run($"New-Migration rename -FromSchema -Path $root {options}", ("root", _project.Root)).Errors);

        Assert.Equal(statements.Split('|'), Statements());
        Assert.Empty(host.Asked);
    }

    [Fact]
    public void Where_nobody_answers_it_is_an_error_that_names_the_answers_and_nothing_is_written()
    {
        foreach (var host in new[] { null, new ScriptedHost(), new ScriptedHost(-1) })
        {
            using var session = new ModuleSession(host);
            var (error, _) = session.Fail("New-Migration rename -FromSchema -Complete -Path $root", ("root", _project.Root));
            Assert.Equal("RenameUnresolved,Migrations.Commands.NewMigrationCommand", error.FullyQualifiedErrorId);
            Assert.Contains("users.mail is new; email vanished.", error.ToString());
            Assert.Contains("-Rename users.email=mail", error.ErrorDetails.RecommendedAction);
            Assert.Contains("-NoRename", error.ErrorDetails.RecommendedAction);
        }
        Assert.False(File.Exists(_project.SqlPath("0001_rename")));
        Assert.Equal(GuardedProject.Baseline, _project.Text($"drizzle/{GuardedProject.BaselineTag}.sql"));
    }

    [Theory]
    [InlineData("users.id=mail", "RenameUnknown")]
    [InlineData("users.email=post", "RenameUnknown")]
    [InlineData("posts.email=mail", "RenameUnknown")]
    [InlineData("email=mail", "RenameUnknown")]
    [InlineData("users.email", "RenameInvalid")]
    [InlineData("a.b.c=d", "RenameInvalid")]
    [InlineData("users.email=", "RenameInvalid")]
    public void A_slip_of_the_pen_is_an_error(string rename, string id)
    {
        using var session = new ModuleSession();
        var (error, _) = session.Fail("New-Migration rename -FromSchema -NoRename -Path $root -Rename $rename", ("root", _project.Root), ("rename", rename));
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void A_table_and_a_column_of_it_are_asked_about_one_after_the_other()
    {
        _project.EditSchema("mysqlTable('users'", "mysqlTable('people'");
        var host = new ScriptedHost(1, 1);
        using var session = new ModuleSession(host);

        Assert.Empty(session.Run("New-Migration rename -FromSchema -Complete -Path $root", ("root", _project.Root)).Errors);

        Assert.Equal(["RENAME TABLE IF EXISTS `users` TO `people`;", Renamed.Replace("users", "people")], Statements());
        Assert.Equal(2, host.Asked.Count);
        // The artifacts know the new names, and the old ones no longer.
        Assert.True((bool)session.Run("Test-SchemaDrift -Path $root -Quiet -Strict").Only.BaseObject);
        Assert.DoesNotContain("users", string.Join('\n', _project.Text($"drizzle/{GuardedProject.BaselineTag}.sql").Split('\n').Where(line => !line.Contains("of users"))));
    }

    [Fact]
    public void Every_column_that_appeared_is_asked_about_until_none_is_left_that_vanished()
    {
        _project.EditSchema("mail: varchar('mail', { length: 255 }).notNull(),", "a: int('a'), mail: varchar('mail', { length: 255 }).notNull(), z: int('z'),");
        var host = new ScriptedHost(0, 1);
        using var session = new ModuleSession(host);

        session.Run("New-Migration rename -FromSchema -Path $root", ("root", _project.Root));

        Assert.Equal(
            [Renamed, "ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `a` int AFTER `id`;", "ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `z` int;"], Statements());
        Assert.Equal(2, host.Asked.Count);
    }

    private string[] Statements() => File.ReadAllText(_project.SqlPath("0001_rename")).TrimEnd('\n').Split("\n--> statement-breakpoint\n");

    public void Dispose() => _project.Dispose();
}
