using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Migrations.Help;

/// <summary>Writes pages as the MAML that <c>Get-Help</c> reads. The same pages give the same bytes.</summary>
internal static partial class MamlWriter
{
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help file's bytes.</summary>
    /// <param name="pages">The pages, in the order of the file.</param>
    public static byte[] Write(IEnumerable<CmdletPage> pages)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Replace };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartElement("helpItems", "http://msh");
            xml.WriteAttributeString("schema", "maml");
            foreach (var page in pages) WriteCommand(xml, page);
            xml.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static void WriteCommand(XmlWriter xml, CmdletPage page)
    {
        xml.WriteStartElement("command", "command", Command);
        xml.WriteAttributeString("xmlns", "maml", null, Maml);
        xml.WriteAttributeString("xmlns", "dev", null, Dev);
        Element(xml, Command, "details", () =>
        {
            var dash = page.Name.IndexOf('-', StringComparison.Ordinal);
            xml.WriteElementString("name", Command, page.Name);
            xml.WriteElementString("verb", Command, page.Name[..dash]);
            xml.WriteElementString("noun", Command, page.Name[(dash + 1)..]);
            Paragraphs(xml, "description", [page.Synopsis]);
        });
        Paragraphs(xml, "description", page.Description);
        Element(xml, Command, "syntax", () =>
        {
            foreach (var set in page.Syntax) WriteSyntax(xml, page, set);
        });
        Element(xml, Command, "parameters", () =>
        {
            foreach (var parameter in page.Parameters) WriteParameter(xml, parameter, set: "", inSyntax: false, isRequired: null);
        });
        WriteTypes(xml, "inputTypes", "inputType", page.Inputs);
        WriteTypes(xml, "returnValues", "returnValue", page.Outputs);
        Element(xml, Maml, "alertSet", () => Paragraphs(xml, "alert", page.Notes));
        Element(xml, Command, "examples", () =>
        {
            foreach (var example in page.Examples) WriteExample(xml, example);
        });
        Element(xml, Command, "relatedLinks", () =>
        {
            foreach (var link in page.Links)
            {
                Element(xml, Maml, "navigationLink", () =>
                {
                    xml.WriteElementString("linkText", Maml, link);
                    xml.WriteElementString("uri", Maml, "");
                });
            }
        });
        xml.WriteEndElement();
    }

    private static void WriteSyntax(XmlWriter xml, CmdletPage page, SyntaxSet set) => Element(xml, Command, "syntaxItem", () =>
    {
        xml.WriteElementString("name", Maml, page.Name);
        foreach (Match match in ParameterInSyntax().Matches(set.Text))
        {
            var name = match.Groups["name"].Value;
            // Where a text is still to be written, a test says so; the build of everything else need not wait for it.
            if (page.Parameters.SingleOrDefault(parameter => parameter.Name == name) is not { } parameter) continue;
            // Required are -Name <type>, -Switch and [-Name] <type>; the others stand in brackets as a whole.
            var isRequired = match.Groups["open"].Length == 0 || (match.Groups["open"].Length == 1 && match.Groups["close"].Length == 1 && match.Groups["value"].Length > 0);
            WriteParameter(xml, parameter, set.Name, inSyntax: true, isRequired);
        }
    });

    [GeneratedRegex(@"(?<=[ ])(?<open>\[{0,2})-(?<name>[A-Za-z]+)(?<close>\]?)(?<value> <)?")]
    private static partial Regex ParameterInSyntax();

    private static void WriteParameter(XmlWriter xml, ParameterText parameter, string set, bool inSyntax, bool? isRequired)
    {
        var type = parameter.Fact("Type", set);
        var isSwitch = type == "SwitchParameter";
        var accepted = parameter.Fact("Accepted values", set);
        xml.WriteStartElement("parameter", Command);
        xml.WriteAttributeString("required", isRequired is { } required ? required ? "true" : "false" : Lower(parameter.Fact("Required", set)));
        xml.WriteAttributeString("variableLength", type.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false");
        xml.WriteAttributeString("globbing", Lower(parameter.Fact("Accept wildcard characters", set)));
        xml.WriteAttributeString("pipelineInput", parameter.Fact("Accept pipeline input", set));
        xml.WriteAttributeString("position", Lower(parameter.Fact("Position", set)));
        xml.WriteAttributeString("aliases", parameter.Fact("Aliases", set) is { Length: > 0 } aliases ? aliases : "none");
        xml.WriteElementString("name", Maml, parameter.Name);
        Paragraphs(xml, "Description", parameter.Text);
        // Names of values are shown in the syntax; ranges are not values.
        if (inSyntax && accepted.Contains(", ", StringComparison.Ordinal))
        {
            Element(xml, Command, "parameterValueGroup", () =>
            {
                foreach (var value in accepted.Split(", ")) WriteValue(xml, value, isRequired: false);
            });
        }
        if (!isSwitch) WriteValue(xml, type, isRequired: true);
        Element(xml, Dev, "type", () =>
        {
            xml.WriteElementString("name", Maml, type);
            xml.WriteElementString("uri", Maml, "");
        });
        xml.WriteElementString("defaultValue", Dev, parameter.Fact("Default value", set));
        xml.WriteEndElement();
    }

    private static void WriteValue(XmlWriter xml, string value, bool isRequired)
    {
        xml.WriteStartElement("parameterValue", Command);
        xml.WriteAttributeString("required", isRequired ? "true" : "false");
        xml.WriteAttributeString("variableLength", "false");
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private static void WriteTypes(XmlWriter xml, string list, string item, IReadOnlyList<TypeText> types) => Element(xml, Command, list, () =>
    {
        foreach (var type in types)
        {
            Element(xml, Command, item, () =>
            {
                Element(xml, Dev, "type", () => xml.WriteElementString("name", Maml, type.Name));
                Paragraphs(xml, "description", type.Text);
            });
        }
    });

    private static void WriteExample(XmlWriter xml, Example example) => Element(xml, Command, "example", () =>
    {
        xml.WriteElementString("title", Maml, example.Title);
        xml.WriteElementString("code", Dev, Session(example));
        Paragraphs(xml, "remarks", [.. Around(example).Select(part => part.Text)], Dev);
    });

    // As it looks at a prompt: Get-Help shows one block of code to an example, so what stands between two commands becomes a comment.
    private static string Session(Example example)
    {
        var text = new StringBuilder();
        var around = Around(example).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var part in example.Parts.Where(part => !around.Contains(part)))
        {
            if (part.Kind == ExamplePartKind.Text) text.Append(string.Concat(Wrapping.Lines(part.Text, 76).Select(line => $"# {line}\n")));
            else if (part.Kind == ExamplePartKind.Code) text.Append(string.Concat(part.Text.Split('\n').Select((line, i) => $"{(i == 0 || !char.IsWhiteSpace(line[0]) ? "PS> " : ">>  ")}{line}\n"))).Append('\n');
            else text.Append(part.Text).Append("\n\n");
        }
        return text.ToString().TrimEnd();
    }

    // The texts before the first command and behind the last.
    private static IEnumerable<ExamplePart> Around(Example example)
    {
        var before = example.Parts.TakeWhile(part => part.Kind == ExamplePartKind.Text).ToList();
        return before.Concat(example.Parts.Skip(before.Count).Reverse().TakeWhile(part => part.Kind == ExamplePartKind.Text).Reverse());
    }

    private static void Paragraphs(XmlWriter xml, string name, IReadOnlyList<string> paragraphs, string space = Maml) => Element(xml, space, name, () =>
    {
        foreach (var paragraph in paragraphs) xml.WriteElementString("para", Maml, paragraph);
    });

    private static void Element(XmlWriter xml, string space, string name, Action content)
    {
        xml.WriteStartElement(name, space);
        content();
        xml.WriteEndElement();
    }

    private static string Lower(string text) => text.ToLowerInvariant();
}
