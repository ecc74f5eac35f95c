using System.Globalization;
using Migrations.Core.Applying;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>What a reader of the script is told about its statements, at their place and at the script's beginning.</summary>
/// <param name="plan">The plan.</param>
internal sealed class ScriptMarks(ScriptPlan plan)
{
    private readonly Losses _losses = new();
    private readonly List<string> _destructive = [];
    private readonly List<string> _atLeastOnce = [];

    /// <summary>What the script takes away.</summary>
    public IReadOnlyList<string> Destructive => _destructive;

    /// <summary>What an interruption can make happen twice.</summary>
    public IReadOnlyList<string> AtLeastOnce => _atLeastOnce;

    /// <summary>The number of statements that were written.</summary>
    public int Statements { get; private set; }

    /// <summary>A file's path, from the project's root, with slashes: the same on every machine.</summary>
    public string PathOf(string path)
    {
        var root = plan.Project.Project.Root.TrimEnd('/', '\\') + "/";
        var full = path.Replace('\\', '/');
        return full.StartsWith(root.Replace('\\', '/'), StringComparison.Ordinal) ? full.Substring(root.Length) : full;
    }

    /// <summary>Writes what is to be said before a statement.</summary>
    public void Write(ScriptText text, ScriptPart part, KnownStatement statement, RunUnit unit)
    {
        var at = statement.Statement.Location;
        var place = string.Format(CultureInfo.InvariantCulture, "{0}:{1}:{2}", PathOf(part.Path), at.Line, at.Column);
        var forecast = part.Forecasts?[statement.Ordinal];
        text.Line();
        text.Comment(string.Format(CultureInfo.InvariantCulture, "Statement {0} of {1}, {2}", statement.Ordinal + 1, part.Statements.Count, place));
        if (plan.Installs is not null && forecast is { Effect: null, Result.Forecast: not null })
        {
            text.Comment($"{forecast.Result.Forecast}, nothing to do: {forecast.Result.Reason}");
            text.Comment(statement.Statement.Text);
            return;
        }
        Statements++;
        if (plan.Installs is null && Loss(statement.Ddl, part, forecast) is { } loss)
        {
            _destructive.Add($"{place}: {loss}");
            text.Comment("DESTRUCTIVE: " + loss);
        }
        if (forecast?.Result.Forecast is StatementOutcome.Conflict) text.Comment($"CONFLICT when this was written: {forecast.Result.Reason}");
        else if (plan.Installs is not null && forecast?.Result is { Forecast: StatementOutcome.Rewritten, Reason: { } reason }) text.Comment(reason);
        if (statement.Nature == StatementNature.Session || (part.Migration is null) || !(forecast?.Result.IsAtLeastOnce ?? unit.IsAtLeastOnce)) return;
        _atLeastOnce.Add($"{place}: {ClientText.OneLine(statement.Statement.Text, 80)}");
        text.Comment("AT LEAST ONCE: where the script is interrupted in it, the next run does it again.");
    }

    private string? Loss(DdlStatement ddl, ScriptPart part, StatementForecast? forecast) => part.Forecasts is not null ? forecast?.Takes : _losses.Of(ddl);
}
