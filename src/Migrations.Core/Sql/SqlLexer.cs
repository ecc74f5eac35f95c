using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Sql;

/// <summary>
/// Cuts SQL into tokens as MySQL and MariaDB do. A value type: a copy looks ahead without moving the original.
/// </summary>
/// <remarks>Rules: the MySQL manual's "Language Structure" (comments, strings, identifiers), and the <c>mysql</c> client for the delimiter.</remarks>
public struct SqlLexer
{
    /// <summary>The line that drizzle puts between statements.</summary>
    public const string Breakpoint = "--> statement-breakpoint";

    private readonly SourceText _source;
    private readonly string _text;
    private readonly int _end;
    private int _position;
    private int _executableDepth;
    private int _executableOpening;

    /// <summary>Starts at the beginning of a source.</summary>
    public SqlLexer(SourceText source, SqlModes modes = SqlModes.None)
        : this(source, 0, source.Text.Length, modes)
    {
    }

    /// <summary>Starts at an offset of a source, and takes an offset as its end.</summary>
    public SqlLexer(SourceText source, int start, int end, SqlModes modes = SqlModes.None)
    {
        _source = source;
        _text = source.Text;
        _position = start;
        _end = end;
        Modes = modes;
        Delimiter = ";";
    }

    /// <summary>The modes in force; a script can change them on its way.</summary>
    public SqlModes Modes { get; set; }

    /// <summary>What ends a statement; never empty.</summary>
    public string Delimiter { get; set; }

    /// <summary>The offset of the next token.</summary>
    public readonly int Position => _position;

    /// <summary>Whether the next token stands inside an executed comment.</summary>
    public readonly bool InExecutableComment => _executableDepth > 0;

    /// <summary>Goes to an offset, which must lie between two tokens.</summary>
    public void MoveTo(int position) => _position = position;

    /// <summary>Takes the next token that is neither blank nor comment.</summary>
    /// <exception cref="MigrationException"><c>SqlUnterminated</c>.</exception>
    public SqlToken NextSignificant()
    {
        SqlToken token;
        do token = Next();
        while (token.IsTrivia);
        return token;
    }

    /// <summary>Takes the next token.</summary>
    /// <exception cref="MigrationException"><c>SqlUnterminated</c>: a string, quoted identifier or comment has no end; the position is that of its opening.</exception>
    public SqlToken Next()
    {
        var start = _position;
        if (start >= _end)
        {
            if (_executableDepth > 0) throw Unterminated(_executableOpening, "comment", "*/");
            return new SqlToken(SqlTokenKind.End, start, start);
        }
        var kind = Scan();
        return new SqlToken(kind, start, _position);
    }

    private SqlTokenKind Scan()
    {
        var c = _text[_position];
        if (IsBlank(c))
        {
            do _position++;
            while (_position < _end && IsBlank(_text[_position]));
            return SqlTokenKind.Whitespace;
        }
        if (c == '-' && At(Breakpoint))
        {
            _position += Breakpoint.Length;
            return SqlTokenKind.Breakpoint;
        }
        if (At(Delimiter))
        {
            _position += Delimiter.Length;
            return SqlTokenKind.Delimiter;
        }
        switch (c)
        {
            case '#':
            // "--" opens a comment only before a blank, a control character or the end: "5--3" is arithmetic.
            case '-' when At("--") && (_position + 2 >= _end || IsBlank(_text[_position + 2]) || char.IsControl(_text[_position + 2])):
                return ScanLineComment();
            case '/' when At("/*"):
                return ScanBlockComment();
            case '*' when _executableDepth > 0 && At("*/"):
                _position += 2;
                _executableDepth--;
                return SqlTokenKind.ExecutableClose;
            case '\'':
                ScanQuoted('\'', "string", Escapes);
                return SqlTokenKind.String;
            case '"' when (Modes & SqlModes.AnsiQuotes) == 0:
                ScanQuoted('"', "string", Escapes);
                return SqlTokenKind.String;
            case '"':
                ScanQuoted('"', "identifier", escapes: false);
                return SqlTokenKind.QuotedIdentifier;
            case '`':
                ScanQuoted('`', "identifier", escapes: false);
                return SqlTokenKind.QuotedIdentifier;
            case '@':
                return ScanVariable();
            case >= '0' and <= '9':
                return ScanNumber();
            default:
                if (!IsWordPart(c))
                {
                    _position++;
                    return SqlTokenKind.Symbol;
                }
                ScanWord();
                return SqlTokenKind.Word;
        }
    }

    private readonly bool Escapes => (Modes & SqlModes.NoBackslashEscapes) == 0;

    private SqlTokenKind ScanLineComment()
    {
        while (_position < _end && _text[_position] is not ('\n' or '\r')) _position++;
        return SqlTokenKind.LineComment;
    }

    private SqlTokenKind ScanBlockComment()
    {
        var opening = _position;
        if (At("/*!") || At("/*M!"))
        {
            _position += At("/*!") ? 3 : 4;
            // "/*!*/" has no version and no content; a version has five or six digits.
            while (_position < _end && _position < opening + 10 && _text[_position] is >= '0' and <= '9') _position++;
            if (_executableDepth++ == 0) _executableOpening = opening;
            return SqlTokenKind.ExecutableOpen;
        }
        var close = _text.IndexOf("*/", opening + 2, _end - opening - 2, StringComparison.Ordinal);
        if (close < 0) throw Unterminated(opening, "comment", "*/");
        _position = close + 2;
        return SqlTokenKind.BlockComment;
    }

    private void ScanQuoted(char quote, string what, bool escapes)
    {
        var opening = _position++;
        while (_position < _end)
        {
            var c = _text[_position++];
            if (c == '\\' && escapes)
            {
                _position++;
            }
            else if (c == quote)
            {
                // A doubled quote stands for itself.
                if (_position >= _end || _text[_position] != quote) return;
                _position++;
            }
        }
        _position = _end;
        throw Unterminated(opening, what, quote.ToString());
    }

    private SqlTokenKind ScanVariable()
    {
        _position++;
        if (_position < _end && _text[_position] == '@') _position++;
        if (_position < _end && _text[_position] is '\'' or '"' or '`')
            ScanQuoted(_text[_position], "variable name", escapes: false);
        else
            while (_position < _end && (IsWordPart(_text[_position]) || _text[_position] == '.') && !AtOtherDelimiter()) _position++;
        return SqlTokenKind.Variable;
    }

    // An identifier may begin with a digit, so "1st" is a word; "1.5e-3" and "0x1F" are numbers.
    private SqlTokenKind ScanNumber()
    {
        var start = _position;
        while (_position < _end && _text[_position] is >= '0' and <= '9' && !AtOtherDelimiter()) _position++;
        if (_position + 1 < _end && _text[_position] == '.' && _text[_position + 1] is >= '0' and <= '9')
        {
            _position++;
            while (_position < _end && _text[_position] is >= '0' and <= '9') _position++;
        }
        if (_position < _end && _text[_position] is 'e' or 'E' && Exponent() is var length and > 0)
        {
            _position += length;
            return SqlTokenKind.Number;
        }
        if (_position >= _end || !IsWordPart(_text[_position]) || AtOtherDelimiter()) return SqlTokenKind.Number;
        ScanWord();
        var text = _text.Substring(start, _position - start);
        return text.Length > 2 && text[0] == '0' && (text[1] is 'x' or 'b') ? SqlTokenKind.Number : SqlTokenKind.Word;
    }

    private readonly int Exponent()
    {
        var i = _position + 1;
        if (i < _end && _text[i] is '+' or '-') i++;
        var digits = i;
        while (i < _end && _text[i] is >= '0' and <= '9') i++;
        return i > digits && (i >= _end || !IsWordPart(_text[i])) ? i - _position : 0;
    }

    private void ScanWord()
    {
        while (_position < _end && IsWordPart(_text[_position]) && !AtOtherDelimiter()) _position++;
    }

    // The client looks for the delimiter at every character, so "END$$" ends at "$$" although "$" may stand in a name.
    private readonly bool AtOtherDelimiter() => Delimiter != ";" && At(Delimiter);

    private readonly bool At(string what) =>
        _end - _position >= what.Length && string.CompareOrdinal(_text, _position, what, 0, what.Length) == 0;

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';

    private static bool IsWordPart(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '$' or >= '\u0080';

    private readonly MigrationException Unterminated(int opening, string what, string closing) => new(
        ErrorIds.SqlUnterminated, $"The {what} that opens here is never closed.",
        $"Add the missing {closing} where it should end.", _source.LocationAt(opening), _source.Path);
}
