using System.Globalization;
using System.Text;
using System.Xml;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Reporting;

/// <summary>A test of a report: something that was looked at, and what was found amiss.</summary>
/// <param name="Name">What was looked at: a table, a migration.</param>
/// <param name="File">The file that says how it should be; null where there is none.</param>
/// <param name="Line">The line in it.</param>
/// <param name="Failures">What makes it fail; none where it passes.</param>
/// <param name="Remarks">What is to be said besides: warnings.</param>
public sealed record JUnitCase(string Name, string? File, int? Line, IReadOnlyList<LogIssue> Failures, IReadOnlyList<LogIssue> Remarks);

/// <summary>Results as a file of tests that build servers publish: JUnit's XML.</summary>
/// <remarks>
/// There is no standard: it is written so that Jenkins' junit-10.xsd takes it, that <c>PublishTestResults@2</c> shows it, and, with <c>file</c> and
/// <c>line</c> at each test, that GitHub's reporters find the place.
/// </remarks>
public static class JUnitReport
{
    /// <summary>The tests of a comparison: one a table of the schema, and one a table that is there and should not be.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="differences">The differences.</param>
    /// <param name="counts">Whether a difference counts as drift.</param>
    public static IReadOnlyList<JUnitCase> CasesOf(DatabaseSchema schema, IReadOnlyList<SchemaDifference> differences, Func<SchemaDifference, bool> counts)
    {
        var places = schema.Tables.Select(table => (table.Name, table.Location)).Concat(schema.Views.Select(view => (view.Name, view.Location)))
            .GroupBy(place => place.Name, StringComparer.OrdinalIgnoreCase).Select(name => name.First()).ToList();
        var found = differences.ToLookup(difference => difference.Table, StringComparer.OrdinalIgnoreCase);
        var known = new HashSet<string>(places.Select(place => place.Name), StringComparer.OrdinalIgnoreCase);
        var extra = differences.Where(difference => !known.Contains(difference.Table)).GroupBy(difference => difference.Table, StringComparer.OrdinalIgnoreCase)
            .Select(table => (Name: table.Key, Location: table.First().ActualLocation));
        return
        [
            .. places.Concat(extra).Select(place =>
            {
                var failing = found[place.Name].Where(counts).ToList();
                // The first thing amiss is the better place to open than the table's head.
                var at = failing.FirstOrDefault()?.ExpectedLocation ?? place.Location;
                return new JUnitCase(
                    place.Name, at?.File, at?.Line, [.. failing.Select(difference => LogIssue.Of(difference, IssueLevel.Error))],
                    [.. found[place.Name].Where(difference => !counts(difference)).Select(difference => LogIssue.Of(difference))]);
            }),
        ];
    }

    /// <summary>The tests of linted migrations: one a file.</summary>
    /// <param name="files">The migrations' names and files.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="counts">Whether a finding counts as a failure.</param>
    public static IReadOnlyList<JUnitCase> CasesOf(IReadOnlyList<(string Tag, string File)> files, IReadOnlyList<MigrationFinding> findings, Func<MigrationFinding, bool> counts)
    {
        var found = findings.ToLookup(finding => finding.Tag, StringComparer.Ordinal);
        var known = new HashSet<string>(files.Select(file => file.Tag), StringComparer.Ordinal);
        var others = findings.Where(finding => !known.Contains(finding.Tag)).GroupBy(finding => finding.Tag, StringComparer.Ordinal).Select(tag => (Tag: tag.Key, tag.First().File));
        return
        [
            .. files.Concat(others).Select(file =>
            {
                var failing = found[file.Tag].Where(counts).ToList();
                return new JUnitCase(
                    file.Tag, failing.FirstOrDefault()?.File ?? file.File, failing.FirstOrDefault()?.Line ?? 1, [.. failing.Select(finding => LogIssue.Of(finding))],
                    [.. found[file.Tag].Where(finding => !counts(finding)).Select(finding => LogIssue.Of(finding))]);
            }),
        ];
    }

    /// <summary>Writes the report; another process sees the old file or the whole new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="suite">The name of the suite: the command.</param>
    /// <param name="cases">The tests.</param>
    /// <param name="duration">How long the command looked.</param>
    /// <param name="pathOf">A file's path as the report's readers know it.</param>
    /// <exception cref="MigrationException"><c>FileUnwritable</c>.</exception>
    public static void Write(string path, string suite, IReadOnlyList<JUnitCase> cases, TimeSpan duration, Func<string, string> pathOf) =>
        SourceFile.Replace(path, Render(suite, cases, duration, pathOf));

    /// <summary>The report as UTF-8.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] Render(string suite, IReadOnlyList<JUnitCase> cases, TimeSpan duration, Func<string, string> pathOf)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n" }))
        {
            // The whole is measured, its parts are not.
            var seconds = duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            var tests = cases.Count.ToString(CultureInfo.InvariantCulture);
            var failures = cases.Count(test => test.Failures.Count > 0).ToString(CultureInfo.InvariantCulture);
            xml.WriteStartElement("testsuites");
            Attributes(xml, ("name", "Migrations"), ("tests", tests), ("failures", failures), ("errors", "0"), ("time", seconds));
            xml.WriteStartElement("testsuite");
            Attributes(xml, ("name", suite), ("tests", tests), ("failures", failures), ("errors", "0"), ("skipped", "0"), ("time", seconds));
            foreach (var test in cases) WriteCase(xml, suite, test, pathOf);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static void WriteCase(XmlWriter xml, string suite, JUnitCase test, Func<string, string> pathOf)
    {
        xml.WriteStartElement("testcase");
        Attributes(xml, ("classname", suite), ("name", test.Name), ("time", "0.000"));
        if (test.File is { } file) Attributes(xml, ("file", pathOf(file)));
        if (test.Line is { } line) Attributes(xml, ("line", line.ToString(CultureInfo.InvariantCulture)));
        if (test.Failures.Count > 0)
        {
            var first = test.Failures[0];
            var more = test.Failures.Count - 1;
            xml.WriteStartElement("failure");
            Attributes(xml, ("type", first.Code ?? ""), ("message", more == 0 ? first.Message : $"{first.Message} (and {more} more)"));
            // One element for all: readers look at the first alone.
            xml.WriteString(Clean(string.Join("\n", test.Failures.Select(Line))));
            xml.WriteEndElement();
        }
        if (test.Remarks.Count > 0) xml.WriteElementString("system-out", Clean(string.Join("\n", test.Remarks.Select(Line))));
        xml.WriteEndElement();

        string Line(LogIssue issue) => $"{(issue.Location is { } at ? $"{pathOf(at.File)}:{at.Line}:{at.Column}: " : "")}{issue.Level.ToString().ToLowerInvariant()} {issue.Code}: {issue.Message}";
    }

    private static void Attributes(XmlWriter xml, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, Clean(value));
    }

    // XML has no form for most control characters and half surrogates, not even an escaped one.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) clean.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) clean.Append(text[i]).Append(text[++i]);
            else clean.Append('\uFFFD');
        }
        return clean.ToString();
    }
}
