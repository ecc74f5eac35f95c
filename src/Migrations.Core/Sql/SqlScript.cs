using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Sql;

/// <summary>
/// A script cut into its statements. Statements end at the delimiter, at drizzle's breakpoint and at the end of the text; the
/// <c>;</c> inside routines, triggers and events ends nothing, with or without a <c>DELIMITER</c> command.
/// </summary>
/// <remarks>The full texts of the statements and <see cref="Tail"/>, joined, are the script, character by character.</remarks>
public sealed class SqlScript
{
    private SqlScript(SourceText source, IReadOnlyList<ScriptStatement> statements, int tailStart)
    {
        Source = source;
        Statements = statements;
        TailStart = tailStart;
    }

    /// <summary>The script's text.</summary>
    public SourceText Source { get; }

    /// <summary>The statements in order. Pieces that hold only comments are no statements.</summary>
    public IReadOnlyList<ScriptStatement> Statements { get; }

    /// <summary>The offset behind the last statement.</summary>
    public int TailStart { get; }

    /// <summary>What follows the last statement: blanks, comments, breakpoints.</summary>
    public string Tail => Source.Text.Substring(TailStart);

    /// <summary>Cuts a script.</summary>
    /// <param name="source">The text.</param>
    /// <param name="modes">The modes at its beginning; a <c>SET sql_mode = '…'</c> in it changes them from there on.</param>
    /// <exception cref="MigrationException"><c>SqlUnterminated</c> (a string, quoted identifier or comment), <c>SqlDelimiterMissing</c>.</exception>
    public static SqlScript Parse(SourceText source, SqlModes modes = SqlModes.None) => new Splitter(source, modes).Split();

    private sealed class Splitter(SourceText source, SqlModes initialModes)
    {
        private readonly List<ScriptStatement> _statements = [];
        private SqlLexer _lexer = new(source, initialModes);
        private int _fullStart;
        private int _start = -1;
        private int _end;
        private int _segment;
        private SqlModes _statementModes;
        private CompoundBody _body;

        public SqlScript Split()
        {
            while (true)
            {
                var token = _lexer.Next();
                switch (token.Kind)
                {
                    case SqlTokenKind.End:
                        Finish(token.End);
                        return new SqlScript(source, _statements, _fullStart);
                    case SqlTokenKind.Breakpoint:
                        Finish(token.End);
                        _segment++;
                        break;
                    case SqlTokenKind.Delimiter when _lexer.InExecutableComment || _body.IsOpen:
                        Take(token);
                        break;
                    case SqlTokenKind.Delimiter:
                        Finish(token.End);
                        break;
                    case SqlTokenKind.LineComment when BreakpointIn(token) is var at and >= 0:
                        // drizzle cuts there whatever stands before it; the rest of the line stays a comment.
                        Finish(at);
                        _segment++;
                        break;
                    case SqlTokenKind.Word when _start < 0 && token.Is(source.Text, "DELIMITER") && BeginsLine(token.Start):
                        SetDelimiter(token);
                        break;
                    default:
                        if (!token.IsTrivia) Take(token);
                        break;
                }
            }
        }

        private void Take(SqlToken token)
        {
            if (_start < 0)
            {
                _start = token.Start;
                _statementModes = _lexer.Modes;
                _body = new CompoundBody(source.Text);
            }
            _end = token.End;
            // With a delimiter of its own a routine needs no tracking: its ";" are symbols.
            if (_lexer.Delimiter == ";") _body.Take(token, _lexer);
        }

        private void Finish(int fullEnd)
        {
            if (_start < 0) return;
            var statement = new ScriptStatement(source, _statements.Count, _segment, _fullStart, _start, _end, fullEnd, _statementModes);
            _statements.Add(statement);
            _lexer.Modes = SqlModeChange.After(statement, _lexer.Modes, initialModes);
            _fullStart = fullEnd;
            _start = -1;
            _body = default;
        }

        private void SetDelimiter(SqlToken word)
        {
            var text = source.Text;
            var lineEnd = text.IndexOfAny(['\n', '\r'], word.End);
            if (lineEnd < 0) lineEnd = text.Length;
            var delimiter = text.Substring(word.End, lineEnd - word.End).Trim().Split(' ', '\t')[0];
            if (delimiter.Length == 0 || delimiter.IndexOf('\\') >= 0)
            {
                throw new MigrationException(
                    ErrorIds.SqlDelimiterMissing, "DELIMITER is not followed by a delimiter.",
                    "Write for example 'DELIMITER $$'; a backslash may not be part of it.", source.LocationAt(word.Start), source.Path);
            }
            _lexer.Delimiter = delimiter;
            _lexer.MoveTo(lineEnd);
        }

        private int BreakpointIn(SqlToken comment)
        {
            var at = source.Text.IndexOf(SqlLexer.Breakpoint, comment.Start, comment.Length, StringComparison.Ordinal);
            return at < 0 ? -1 : at + SqlLexer.Breakpoint.Length;
        }

        private bool BeginsLine(int offset)
        {
            while (offset > 0 && source.Text[offset - 1] is ' ' or '\t') offset--;
            return offset == 0 || source.Text[offset - 1] is '\n' or '\r';
        }
    }
}
