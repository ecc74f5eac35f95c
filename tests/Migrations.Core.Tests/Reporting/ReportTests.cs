using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Migrations.Core.Reporting;
using Migrations.Model;

namespace Migrations.Core.Tests.Reporting;

/// <summary>The JUnit file and the Markdown summary.</summary>
public sealed class ReportTests
{
    // What build servers' readers expect, in our own words: the elements, attributes and order of Jenkins' junit-10.xsd as far as they
    // are used here, and file and line at a test, which GitHub's reporters read.
    private const string Expectations = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:simpleType name="seconds"><xs:restriction base="xs:string"><xs:pattern value="[0-9]+\.[0-9]{3}"/></xs:restriction></xs:simpleType>
          <xs:element name="testsuites"><xs:complexType>
            <xs:sequence><xs:element name="testsuite" maxOccurs="unbounded"><xs:complexType>
              <xs:sequence><xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                <xs:sequence>
                  <xs:element name="failure" minOccurs="0"><xs:complexType mixed="true">
                    <xs:attribute name="type" type="xs:string" use="required"/><xs:attribute name="message" type="xs:string" use="required"/>
                  </xs:complexType></xs:element>
                  <xs:element name="system-out" type="xs:string" minOccurs="0"/>
                </xs:sequence>
                <xs:attribute name="classname" type="xs:string" use="required"/><xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="time" type="seconds" use="required"/><xs:attribute name="file" type="xs:string"/><xs:attribute name="line" type="xs:positiveInteger"/>
              </xs:complexType></xs:element></xs:sequence>
              <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
              <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/><xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
              <xs:attribute name="skipped" type="xs:nonNegativeInteger"/><xs:attribute name="time" type="seconds" use="required"/>
            </xs:complexType></xs:element></xs:sequence>
            <xs:attribute name="name" type="xs:string"/><xs:attribute name="tests" type="xs:nonNegativeInteger"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger"/><xs:attribute name="errors" type="xs:nonNegativeInteger"/><xs:attribute name="time" type="seconds"/>
          </xs:complexType></xs:element>
        </xs:schema>
        """;

    [Fact]
    public void A_table_is_a_test_and_its_differences_are_one_failure()
    {
        var schema = new DatabaseSchema { Tables = [Table("rooms", 9), Table("guests", 3)] };
        SchemaDifference[] differences =
        [
            Difference("rooms", "floor", 15), Difference("rooms", "view", 16), Difference("guests", "order", 4) with { Severity = DifferenceSeverity.Warning },
            new() { Kind = SchemaDifferenceKind.ExtraTable, Table = "old", Severity = DifferenceSeverity.Warning, Actual = "a table" },
        ];
        var suite = Read("Test-SchemaDrift", JUnitReport.CasesOf(schema, differences, difference => difference.Severity == DifferenceSeverity.Error));

        Assert.Equal(("3", "1", "0", "1.234"), (Attribute(suite, "tests"), Attribute(suite, "failures"), Attribute(suite, "errors"), Attribute(suite, "time")));
        var tests = suite.Elements("testcase").ToDictionary(test => Attribute(test, "name")!);
        Assert.Equal(["rooms", "guests", "old"], tests.Keys);
        Assert.Equal(("db/schema.ts", "15"), (Attribute(tests["rooms"], "file"), Attribute(tests["rooms"], "line")));
        var failure = tests["rooms"].Element("failure")!;
        Assert.Equal("rooms.floor should be int, and is not there. (baseline) (and 1 more)", Attribute(failure, "message"));
        Assert.Equal("db/schema.ts:15:3: error MissingColumn: rooms.floor should be int, and is not there. (baseline)\ndb/schema.ts:16:3: error MissingColumn: rooms.view should be int, and is not there. (baseline)", failure.Value);
        Assert.Null(tests["guests"].Element("failure"));
        Assert.StartsWith("db/schema.ts:4:3: warning MissingColumn", tests["guests"].Element("system-out")!.Value);
        Assert.Null(Attribute(tests["old"], "file"));
    }

    [Fact]
    public void A_migration_is_a_test_and_fails_from_a_severity_on()
    {
        var findings = new[] { Finding("0001_b", FindingSeverity.Warning, 3), Finding("0001_b", FindingSeverity.Error, 5), Finding("0002_c", FindingSeverity.Information, 1) };
        var suite = Read("Test-Migration", JUnitReport.CasesOf([("0000_a", "/x/0000_a.sql"), ("0001_b", "/x/0001_b.sql"), ("0002_c", "/x/0002_c.sql")], findings, finding => finding.Severity == FindingSeverity.Error));

        Assert.Equal(("3", "1"), (Attribute(suite, "tests"), Attribute(suite, "failures")));
        Assert.Equal([("0000_a", "1", false), ("0001_b", "5", true), ("0002_c", "1", false)],
            suite.Elements("testcase").Select(test => (Attribute(test, "name")!, Attribute(test, "line")!, test.Element("failure") is not null)));
        Assert.Equal("It is so. Do that.", Attribute(suite.Descendants("failure").Single(), "message"));
    }

    [Fact]
    public void Whatever_is_in_a_text_the_file_stays_XML()
    {
        CsCheck.Check.Sample(CsCheck.Gen.String, text =>
        {
            var issue = new LogIssue(IssueLevel.Error, text, text, null);
            Read("x", [new JUnitCase(text, null, null, [issue], [issue])]);
        });
        var shown = Read("x", [new JUnitCase("a\0\u0001\ud800é😀]]>", null, null, [], [])]);
        Assert.Equal("a\ufffd\ufffd\ufffdé😀]]>", Attribute(shown.Element("testcase")!, "name"));
    }

    [Fact]
    public void Numbers_do_not_follow_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            Assert.Equal("1.234", Attribute(Read("x", []), "time"));
            Assert.Contains("1.5 s", new RunSummary("x", path => path).Add([Result(MigrationOutcome.Applied) with { DurationMs = 1500 }], "shop", isPreview: false).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_summary_shows_migrations_losses_and_the_failure_as_text()
    {
        var failed = Statement(StatementOutcome.Failed) with { IsDestructive = true };
        var result = Result(MigrationOutcome.Failed) with { Tag = "0001_a|b", Statements = [Statement(StatementOutcome.Executed), failed], DurationMs = 12 };
        var error = new MigrationException(ErrorIds.StatementFailed, "It failed:\n  DROP `x`", "Mend <it>.", new SourceLocation("/p/0001.sql", 3, 1), result);

        var text = new RunSummary("Invoke-Migration", path => path.Replace("/p/", "", StringComparison.Ordinal)).Add([result], null, isPreview: false).Add(error).ToString();

        Assert.Equal(
            """
            ## Invoke-Migration

            | Migration | Outcome | Time | Statements |
            | --- | --- | --- | --- |
            | 0001\_a\|b | Failed at 0001.sql:3:1 | 12 ms | 1 Executed, 1 Failed |

            These statements took something from tables that were in use:

            | Migration | Place | Outcome |
            | --- | --- | --- |
            | 0001\_a\|b | 0001.sql:3:1 | Failed |

            **Failed: StatementFailed** at 0001.sql:3:1

                It failed:
                  DROP `x`

            Mend &lt;it>.


            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void A_long_table_says_how_much_is_left_out()
    {
        var text = new RunSummary("x", path => path).Add([.. Enumerable.Range(0, 250).Select(i => Difference("t" + i, new string('c', 2000), 1))]).ToString();
        Assert.Contains("250 errors, 0 warnings.", text);
        Assert.Contains("50 more are in the log.", text);
        Assert.True(text.Length < 250_000);
    }

    private static XElement Read(string suite, IReadOnlyList<JUnitCase> cases)
    {
        var bytes = JUnitReport.Render(suite, cases, TimeSpan.FromMilliseconds(1234.4), path => path.Replace("/p/", "db/", StringComparison.Ordinal));
        var schemas = new XmlSchemaSet();
        schemas.Add(null, XmlReader.Create(new StringReader(Expectations)));
        var document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
        document.Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
        return Assert.Single(document.Root!.Elements("testsuite"));
    }

    private static string? Attribute(XElement element, string name) => element.Attribute(name)?.Value;

    private static Table Table(string name, int line) => new() { Name = name, Columns = [], Location = new SourceLocation("/p/schema.ts", line, 14) };

    private static SchemaDifference Difference(string table, string name, int line) => new()
    {
        Kind = SchemaDifferenceKind.MissingColumn,
        Table = table,
        Name = name,
        Expected = "int",
        Severity = DifferenceSeverity.Error,
        ExpectedLocation = new SourceLocation("/p/schema.ts", line, 3),
    };

    private static MigrationFinding Finding(string tag, FindingSeverity severity, int line) => new()
    {
        Rule = "rule",
        Severity = severity,
        File = $"/x/{tag}.sql",
        Line = line,
        Column = 1,
        EndLine = line,
        EndColumn = 2,
        Tag = tag,
        Message = "It is so.",
        Fix = "Do that.",
    };

    private static StatementResult Statement(StatementOutcome outcome) => new() { File = "/p/0001.sql", Line = 3, Column = 1, Text = "DROP `x`", Outcome = outcome };

    private static MigrationResult Result(MigrationOutcome outcome) => new()
    {
        Tag = "0001_a",
        Outcome = outcome,
        Statements = [],
        Path = "/p/0001.sql",
        Database = "shop",
        Server = new ServerInfo(ServerFlavor.MySql, new Version(9, 7, 4), "9.7.4"),
    };
}
