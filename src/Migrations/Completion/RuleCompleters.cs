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
        Completion.Of(wordToComplete, RuleCatalog.All.Select(rule => new Candidate(rule.Id, $"{rule.Severity}: {rule.Summary}")));
}

/// <summary>Completes servers that migrations, or a script of them, can be for.</summary>
public sealed class TargetServerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, TargetServer.Known
            // As ScriptServer reads them: scripts are for MySQL and MariaDB alone.
            .Where(server => commandName != "Export-MigrationScript" || !server.StartsWith("tidb", StringComparison.Ordinal))
            .Select(server => new Candidate(server, TargetServer.Parse(server).ToString())));
}
