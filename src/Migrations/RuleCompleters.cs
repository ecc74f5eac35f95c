using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Migrations.Core.Linting;

namespace Migrations;

/// <summary>Completes the ids of the rules, each with what it finds.</summary>
public sealed class RuleIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        RuleCatalog.All.Where(rule => rule.Id.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(rule => new CompletionResult(rule.Id, rule.Id, CompletionResultType.ParameterValue, rule.Summary));
}

/// <summary>Completes servers that migrations can be for.</summary>
public sealed class TargetServerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        TargetServer.Known.Where(server => server.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Select(server => new CompletionResult(server));
}
