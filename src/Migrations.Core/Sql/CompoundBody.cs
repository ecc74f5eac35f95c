namespace Migrations.Core.Sql;

/// <summary>
/// Follows one statement and knows whether it stands inside the body of a routine, trigger or event, where <c>;</c> separates
/// inner statements. Scripts written for drizzle have no <c>DELIMITER</c>, so the body's own words must tell.
/// </summary>
/// <remarks>Rule: the MySQL manual's "Compound Statement Syntax" and MariaDB's "Programmatic &amp; Compound Statements".</remarks>
internal struct CompoundBody
{
    private enum Head
    {
        Unknown,
        Create,
        Routine,
        Other,
    }

    private readonly string _text;
    private Head _head;
    private int _words;
    private int _depth;
    private SqlToken _previous;
    private bool _afterEnd;

    public CompoundBody(string text)
    {
        _text = text;
    }

    /// <summary>Whether the next <c>;</c> belongs to the body.</summary>
    public readonly bool IsOpen => _depth > 0;

    /// <summary>Takes the statement's next token.</summary>
    /// <param name="token">The token: neither blank nor comment.</param>
    /// <param name="ahead">A lexer behind it; a copy, so it may be moved.</param>
    public void Take(SqlToken token, SqlLexer ahead)
    {
        switch (_head)
        {
            case Head.Unknown:
            case Head.Create:
                TakeHead(token, ahead);
                break;
            case Head.Routine:
                TakeBody(token, ahead);
                break;
        }
        _previous = token;
    }

    private void TakeHead(SqlToken token, SqlLexer ahead)
    {
        if (token.Kind == SqlTokenKind.ExecutableOpen) return;
        if (_head == Head.Unknown)
        {
            if (token.Is(_text, "CREATE") || token.Is(_text, "ALTER"))
            {
                _head = Head.Create;
            }
            else if (token.Is(_text, "BEGIN") && ahead.NextSignificant().Is(_text, "NOT"))
            {
                // MariaDB's BEGIN NOT ATOMIC: a body without a routine. A plain BEGIN opens a transaction.
                _head = Head.Routine;
                _depth = 1;
            }
            else
            {
                _head = Head.Other;
            }
            return;
        }
        // CREATE [OR REPLACE] [DEFINER = user] [AGGREGATE] {PROCEDURE | FUNCTION | TRIGGER | EVENT}
        if (token.Kind != SqlTokenKind.Word) return;
        if (token.Is(_text, "PROCEDURE") || token.Is(_text, "FUNCTION") || token.Is(_text, "TRIGGER") || token.Is(_text, "EVENT"))
            _head = Head.Routine;
        else if (IsOneOf(token, "TABLE", "VIEW", "INDEX", "DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "SEQUENCE", "PACKAGE") || ++_words > 16)
            _head = Head.Other;
    }

    private void TakeBody(SqlToken token, SqlLexer ahead)
    {
        var afterEnd = _afterEnd;
        _afterEnd = false;
        if (token.Kind != SqlTokenKind.Word) return;
        if (token.Is(_text, "END"))
        {
            if (_depth > 0) _depth--;
            _afterEnd = true;
        }
        else if (afterEnd && IsOneOf(token, "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"))
        {
            // The second word of END IF, END CASE, …: it opens nothing.
        }
        else if (Opens(token, ahead))
        {
            _depth++;
        }
    }

    private readonly bool Opens(SqlToken token, SqlLexer ahead)
    {
        // A handler's block follows a condition (FOR SQLEXCEPTION BEGIN), so any word may come before BEGIN.
        if (token.Is(_text, "BEGIN")) return _previous.Kind != SqlTokenKind.Symbol || _previous.Is(_text, ')') || _previous.Is(_text, ':');
        // CASE is an expression or a statement: both end with END.
        if (token.Is(_text, "CASE")) return !_previous.Is(_text, '.');
        if (token.Is(_text, "LOOP") || token.Is(_text, "WHILE")) return AtStatementStart;
        if (token.Is(_text, "REPEAT")) return AtStatementStart && !ahead.NextSignificant().Is(_text, '(');
        if (token.Is(_text, "FOR")) return AtStatementStart && !IsOneOf(ahead.NextSignificant(), "EACH", "UPDATE");
        return token.Is(_text, "IF") && AtStatementStart && ReachesThen(ahead);
    }

    // Before the body's first statement anything may stand (characteristics, FOR EACH ROW, a name), so there only what an
    // expression or a clause needs before it rules a statement out.
    private readonly bool AtStatementStart => _depth > 0
        ? _previous.Kind == SqlTokenKind.Delimiter || _previous.Is(_text, ':') || IsOneOf(_previous, "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "ATOMIC", "FOUND", "SQLEXCEPTION", "SQLWARNING")
        : (_previous.Kind != SqlTokenKind.Symbol || _previous.Is(_text, ')') || _previous.Is(_text, ':'))
            && !IsOneOf(_previous, "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT");

    // IF … THEN is a statement; IF(a, b, c) a function; IF [NOT] EXISTS a clause (but also a condition, before THEN).
    private readonly bool ReachesThen(SqlLexer ahead)
    {
        int parentheses = 0, cases = 0;
        while (true)
        {
            var token = ahead.NextSignificant();
            if (token.Kind is SqlTokenKind.End or SqlTokenKind.Delimiter or SqlTokenKind.Breakpoint) return false;
            if (token.Is(_text, '(')) parentheses++;
            else if (token.Is(_text, ')') && --parentheses < 0) return false;
            if (parentheses > 0 || token.Kind != SqlTokenKind.Word) continue;
            if (token.Is(_text, "CASE")) cases++;
            else if (token.Is(_text, "END")) cases--;
            else if (cases > 0) continue;
            else if (token.Is(_text, "THEN")) return true;
            else if (IsOneOf(token, "BEGIN", "WHEN", "ELSE", "DO", "LOOP", "REPEAT")) return false;
        }
    }

    private readonly bool IsOneOf(SqlToken token, params string[] words)
    {
        foreach (var word in words)
        {
            if (token.Is(_text, word)) return true;
        }
        return false;
    }
}
