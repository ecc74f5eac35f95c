using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;
using static Migrations.Core.Journals.HashNewline;
using static Migrations.Model.HistoryHash;

namespace Migrations.Core.Tests.Applying;

public sealed class HashConventionTests : IDisposable
{
    private const string Cut = "SELECT 1;\n--> statement-breakpoint\nSELECT 2;\n";
    private const string Plain = "SELECT 3;\n";
    private const string OneLine = "SELECT 4";
    private readonly TemporaryProject _project = new TemporaryProject().WithTags("0000_cut", "0001_plain", "0002_one_line", "0003_cut")
        .WithMigration("0000_cut", Cut).WithMigration("0001_plain", Plain).WithMigration("0002_one_line", OneLine).WithMigration("0003_cut", Cut + "-- two\n");

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(HistoryHash.Drizzle)]
    [InlineData(WithoutBreakpoints)]
    public void Where_no_row_tells_it_is_what_was_asked_for_with_LF(HistoryHash asked)
    {
        Assert.Equal(new HashConvention(asked, Lf), Of(asked));
        Assert.Equal(new HashConvention(asked, Lf), Of(asked, OneLine)); // all its variants are equal
        Assert.Equal(new HashConvention(asked, Lf), Of(asked, Plain)); // without breakpoints both ways are equal
        Assert.Equal(new HashConvention(asked, Lf), Of(asked, "of another project"));
    }

    [Theory]
    [InlineData(Cut, HistoryHash.Drizzle, Lf)]
    [InlineData("SELECT 1;\n\nSELECT 2;\n", WithoutBreakpoints, Lf)]
    [InlineData("SELECT 1;\r\n--> statement-breakpoint\r\nSELECT 2;\r\n", HistoryHash.Drizzle, CrLf)]
    [InlineData("SELECT 1;\r\n\r\nSELECT 2;\r\n", WithoutBreakpoints, CrLf)]
    public void A_row_that_tells_wins_over_what_was_asked_for(string applied, HistoryHash hash, HashNewline newline)
    {
        foreach (var asked in new[] { HistoryHash.Drizzle, WithoutBreakpoints }) Assert.Equal(new HashConvention(hash, newline), Of(asked, applied));
    }

    [Fact]
    public void The_newest_row_that_tells_decides_each_question_for_itself()
    {
        Assert.Equal(new HashConvention(HistoryHash.Drizzle, Lf), Of(WithoutBreakpoints, "SELECT 1;\n\nSELECT 2;\n", Cut + "-- two\n"));
        Assert.Equal(new HashConvention(WithoutBreakpoints, Lf), Of(HistoryHash.Drizzle, Cut, "SELECT 1;\n\nSELECT 2;\n-- two\n"));
        Assert.Equal(new HashConvention(WithoutBreakpoints, CrLf), Of(HistoryHash.Drizzle, "SELECT 1;\n\nSELECT 2;\n", "SELECT 3;\r\n", OneLine));
    }

    [Fact]
    public void A_Windows_checkout_of_LF_history_writes_LF()
    {
        _project.WithMigration("0000_cut", Cut.Replace("\n", "\r\n"));
        Assert.Equal(new HashConvention(HistoryHash.Drizzle, Lf), Of(HistoryHash.Drizzle, Cut));
        Assert.Equal(new HashConvention(HistoryHash.Drizzle, Lf), Of(HistoryHash.Drizzle)); // and an empty one LF too: the same on every machine
    }

    private HashConvention Of(HistoryHash asked, params string[] applied) =>
        HashConvention.Of(HistoryMatch.Of(_project.Open(), [.. applied.Select((text, i) => new HistoryRow(i + 1, TemporaryProject.Sha256(text), 5))]), asked);
}
