namespace Migrations.Help;

/// <summary>A cmdlet's page of <c>docs/cmdlets</c>.</summary>
/// <param name="Name">The cmdlet.</param>
/// <param name="Synopsis">What it does, in one sentence.</param>
/// <param name="Syntax">Its parameter sets.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Examples">The examples.</param>
/// <param name="Parameters">The parameters, in the page's order.</param>
/// <param name="Inputs">What it takes from the pipeline.</param>
/// <param name="Outputs">What it emits.</param>
/// <param name="Notes">Paragraphs.</param>
/// <param name="Links">Related cmdlets and topics.</param>
internal sealed record CmdletPage(
    string Name,
    string Synopsis,
    IReadOnlyList<SyntaxSet> Syntax,
    IReadOnlyList<string> Description,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<ParameterText> Parameters,
    IReadOnlyList<TypeText> Inputs,
    IReadOnlyList<TypeText> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Links);

/// <summary>A parameter set as the page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The line of syntax, on one line.</param>
internal sealed record SyntaxSet(string Name, string Text);

/// <summary>A parameter.</summary>
/// <param name="Name">Its name, without the dash.</param>
/// <param name="Text">Paragraphs.</param>
/// <param name="Facts">What the engine says of it; more than one where the parameter sets differ. None before a test has written them (docs/cmdlets/README.md).</param>
internal sealed record ParameterText(string Name, IReadOnlyList<string> Text, IReadOnlyList<IReadOnlyDictionary<string, string>> Facts)
{
    /// <summary>A fact for one parameter set.</summary>
    public string Fact(string key, string set) =>
        (Facts.FirstOrDefault(facts => facts.GetValueOrDefault("Parameter Sets", "").Split(", ").Contains(set)) ?? Facts.FirstOrDefault())?.GetValueOrDefault(key) ?? "";
}

/// <summary>A type that comes in or goes out.</summary>
/// <param name="Name">The type.</param>
/// <param name="Text">Paragraphs.</param>
internal sealed record TypeText(string Name, IReadOnlyList<string> Text);

/// <summary>An example: what is typed, and what it prints.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Setup">PowerShell that makes the state it begins in; null for a copy of the demo project beside an empty database.</param>
/// <param name="Parts">Texts, commands and outputs in their order.</param>
internal sealed record Example(string Title, string? Setup, IReadOnlyList<ExamplePart> Parts)
{
    /// <summary>The steps: each command block with the output that the page shows behind it ("" for none).</summary>
    public IReadOnlyList<(string Code, string Output)> Steps =>
    [
        .. Parts.Select((part, i) => (part, i)).Where(at => at.part.Kind == ExamplePartKind.Code)
            .Select(at => (at.part.Text, at.i + 1 < Parts.Count && Parts[at.i + 1].Kind == ExamplePartKind.Output ? Parts[at.i + 1].Text : "")),
    ];
}

/// <summary>A part of an example.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">The text.</param>
internal sealed record ExamplePart(ExamplePartKind Kind, string Text);

/// <summary>The kinds of part.</summary>
internal enum ExamplePartKind
{
    /// <summary>A paragraph.</summary>
    Text,

    /// <summary>A block of commands.</summary>
    Code,

    /// <summary>What they print.</summary>
    Output,
}
