using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Migrations.Module.Tests.Help;

/// <summary>What the engine itself says of a cmdlet: its syntax, and the facts of each parameter as the pages show them.</summary>
internal sealed partial class CmdletFacts
{
    private readonly CmdletInfo _cmdlet;
    private readonly object _instance;

    public CmdletFacts(CmdletInfo cmdlet)
    {
        _cmdlet = cmdlet;
        _instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
    }

    public string Name => _cmdlet.Name;

    /// <summary>The parameters of any set, without those that every cmdlet has; those that are everywhere of one kind come last.</summary>
    public IReadOnlyList<string> Parameters =>
    [
        .. _cmdlet.ParameterSets.SelectMany(set => set.Parameters).Select(parameter => parameter.Name).Distinct()
            .Where(name => !Cmdlet.CommonParameters.Contains(name))
            .OrderBy(name => name is "Confirm" or "WhatIf").ThenBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>The section of syntax, from behind its heading to its end.</summary>
    public string Syntax => string.Concat(_cmdlet.ParameterSets.Select(set =>
        $"### {NameOf(set)}{(set.IsDefault && _cmdlet.ParameterSets.Count > 1 ? " (Default)" : "")}\n\n```powershell\n{Wrapped($"{_cmdlet.Name} {set}")}\n```\n\n"));

    /// <summary>The yaml blocks of a parameter: one for each way in which its sets have it.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="ownDefault">The default that the page gives where the code cannot tell.</param>
    public IReadOnlyList<string> Yaml(string name, string? ownDefault) =>
    [
        .. _cmdlet.ParameterSets.Select(set => (Set: set, Parameter: set.Parameters.SingleOrDefault(parameter => parameter.Name == name)))
            .Where(at => at.Parameter is not null)
            .GroupBy(at => (at.Parameter!.IsMandatory, at.Parameter.Position, Pipeline: Pipeline(at.Parameter)))
            .Select(group => $"""
                ```yaml
                Type: {TypeOf(group.First().Set, name)}
                Parameter Sets: {(group.Count() == _cmdlet.ParameterSets.Count ? "(All)" : string.Join(", ", group.Select(at => NameOf(at.Set))))}
                Aliases: {string.Join(", ", group.First().Parameter!.Aliases)}{Accepted(group.First().Parameter!)}
                Required: {group.Key.IsMandatory}
                Position: {(group.Key.Position == int.MinValue ? "Named" : group.Key.Position.ToString(CultureInfo.InvariantCulture))}
                Default value: {DefaultOf(name) ?? ownDefault ?? "None"}
                Accept pipeline input: {group.Key.Pipeline}
                Accept wildcard characters: {group.First().Parameter!.Attributes.Any(attribute => attribute is SupportsWildcardsAttribute)}
                ```
                """.ReplaceLineEndings("\n").Replace("Aliases: \n", "Aliases:\n", StringComparison.Ordinal)),
    ];

    /// <summary>The default that a new cmdlet has; null where only the text can say what happens without the parameter.</summary>
    public string? DefaultOf(string name)
    {
        var property = _cmdlet.ImplementingType.GetProperty(name);
        // -WhatIf and -Confirm are the engine's own.
        if (property is null) return "False";
        var value = property.GetValue(_instance);
        if (value is null or string or Array) return null;
        return value is SwitchParameter given ? given.IsPresent.ToString() : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    // A set that all parameters are in has no name of its own.
    private static string NameOf(CommandParameterSetInfo set) => set.Name == ParameterAttribute.AllParameterSets ? "(All)" : set.Name;

    private static string Pipeline(CommandParameterInfo parameter) => (parameter.ValueFromPipelineByPropertyName, parameter.ValueFromPipeline) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByPropertyName)",
        (false, true) => "True (ByValue)",
        _ => "False",
    };

    private static string TypeOf(CommandParameterSetInfo set, string name) =>
        Regex.Match(set.ToString(), $@"-{name}\]? <([^>]+)>") is { Success: true } match ? match.Groups[1].Value : "SwitchParameter";

    private static string Accepted(CommandParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType.GetElementType() ?? parameter.ParameterType;
        var range = parameter.Attributes.OfType<ValidateRangeAttribute>().SingleOrDefault();
        var accepted = type.IsEnum ? string.Join(", ", Enum.GetNames(type))
            : parameter.Attributes.OfType<ValidateSetAttribute>().SingleOrDefault() is { } values ? string.Join(", ", values.ValidValues)
            : range is not null ? string.Create(CultureInfo.InvariantCulture, $"{range.MinRange} to {(range.MaxRange is long.MaxValue ? "any" : range.MaxRange)}")
            : "";
        return accepted.Length > 0 ? $"\nAccepted values: {accepted}" : "";
    }

    // Lines of a page are not to be scrolled.
    private static string Wrapped(string syntax)
    {
        var lines = new List<string>();
        foreach (Match part in SyntaxPart().Matches(syntax))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + part.Length <= 100) lines[^1] += " " + part.Value;
            else lines.Add(lines.Count == 0 ? part.Value : "    " + part.Value);
        }
        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"\[<CommonParameters>\]|\[\[-\w+\] <[^>]+>\]|\[-\w+( <[^>]+>)?\]( <[^>]+>)?|-\w+( <[^>]+>)?|^[\w-]+")]
    private static partial Regex SyntaxPart();
}
