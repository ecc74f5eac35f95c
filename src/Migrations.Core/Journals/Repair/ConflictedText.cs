using System.Text;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Journals.Repair;

/// <summary>One way to read a text with conflict markers: the lines of one side.</summary>
/// <param name="Bytes">The text of that side, without markers.</param>
/// <param name="Lines">The number of each of its lines in the file, from 1.</param>
/// <param name="Label">What git calls the side (<c>HEAD</c>, a branch); empty where there is no conflict.</param>
internal sealed record ConflictSide(byte[] Bytes, IReadOnlyList<int> Lines, string Label)
{
    /// <summary>A place of the side's text as a place of the file.</summary>
    public SourceLocation InFile(SourceLocation location) =>
        location with { Line = Lines.Count == 0 ? 1 : Lines[Math.Max(0, Math.Min(location.Line, Lines.Count) - 1)] };
}

/// <summary>A text as <c>git merge</c> leaves it: with or without conflict markers, in the styles <c>merge</c>, <c>diff3</c> and <c>zdiff3</c>.</summary>
/// <remarks>
/// Git's documentation, "git-merge, How conflicts are presented". Markers are seven characters; inside a base that is itself the result of a
/// conflicted merge they are longer. A conflict inside a side (somebody committed markers) is read too.
/// </remarks>
internal sealed class ConflictedText
{
    private const int MarkerLength = 7;
    private const int DeepestNesting = 3; // each level doubles the ways to read the text

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly List<Part> _parts = [];
    private int _depth;

    private ConflictedText(string path, byte[] bytes)
    {
        _path = path;
        _bytes = bytes;
    }

    /// <summary>Whether there are markers.</summary>
    public bool HasConflicts => _depth > 0;

    /// <summary>Reads a text.</summary>
    /// <exception cref="MigrationException"><c>ConflictMarkersBroken</c>: a marker without its partners, with its position.</exception>
    public static ConflictedText Parse(string path, byte[] bytes)
    {
        var text = new ConflictedText(path, bytes);
        text.Read();
        return text;
    }

    /// <summary>Where the first conflict begins; null where there is none. Broken markers are no objection.</summary>
    public static SourceLocation? FirstConflict(string path, byte[] bytes)
    {
        int? opened = null;
        foreach (var (start, end, number) in LinesOf(bytes))
        {
            var marker = MarkerOf(bytes, start, end);
            if (marker == '<') opened ??= number;
            else if (marker == '>' && opened is { } line) return new SourceLocation(path, line, 1);
        }
        return null;
    }

    /// <summary>The texts of the sides, the base branch's first; one where there is no conflict.</summary>
    public IReadOnlyList<ConflictSide> Sides(JournalBase first)
    {
        var sides = new List<ConflictSide>();
        for (var choice = 0; choice < 1 << _depth; choice++)
        {
            // The outermost level is the highest bit, so that all of the base branch comes before anything of the other.
            var bytes = new MemoryStream();
            var lines = new List<int>();
            string? label = null;
            Write(_parts, level: 0);
            var text = bytes.ToArray();
            if (sides.All(side => !side.Bytes.AsSpan().SequenceEqual(text))) sides.Add(new ConflictSide(text, lines, label ?? ""));

            void Write(IReadOnlyList<Part> parts, int level)
            {
                foreach (var part in parts)
                {
                    if (part is Line line)
                    {
                        bytes.Write(_bytes, line.Start, line.End - line.Start);
                        lines.Add(line.Number);
                        continue;
                    }
                    var hunk = (Hunk)part;
                    var takesOther = (choice >> (_depth - 1 - level) & 1) == 1;
                    var takesOurs = takesOther == (first == JournalBase.Theirs);
                    if (level == 0) label ??= takesOurs ? hunk.OursLabel : hunk.TheirsLabel;
                    Write(takesOurs ? hunk.Ours : hunk.Theirs, level + 1);
                }
            }
        }
        return sides;
    }

    private void Read()
    {
        var open = new Stack<Hunk>();
        foreach (var (start, end, number) in LinesOf(_bytes))
        {
            switch (MarkerOf(_bytes, start, end))
            {
                case '<':
                    var hunk = new Hunk(number, LabelOf(start, end));
                    if (open.Count > 0) open.Peek().Current.Add(hunk);
                    else _parts.Add(hunk);
                    open.Push(hunk);
                    // What stands in a base is read by nobody.
                    if (open.All(outer => outer == hunk || !outer.IsInBase)) _depth = Math.Max(_depth, open.Count);
                    if (_depth > DeepestNesting) throw Broken(number, $"Conflicts are nested more than {DeepestNesting} deep here.");
                    break;
                case '|':
                    if (open.Count == 0 || !open.Peek().StartBase()) throw Broken(number, "The marker ||||||| stands in no conflict.");
                    break;
                case '=' when open.Count > 0:
                    if (!open.Peek().StartTheirs()) throw Broken(number, "The marker ======= stands twice in one conflict.");
                    break;
                case '>':
                    if (open.Count == 0 || !open.Peek().IsInTheirs) throw Broken(number, "The marker >>>>>>> has no conflict to end.");
                    open.Pop().TheirsLabel = LabelOf(start, end);
                    break;
                default:
                    if (open.Count > 0) open.Peek().Current.Add(new Line(number, start, end));
                    else _parts.Add(new Line(number, start, end));
                    break;
            }
        }
        if (open.Count > 0) throw Broken(open.Peek().Number, "The conflict that begins here has no end (>>>>>>>).");
    }

    private static IEnumerable<(int Start, int End, int Number)> LinesOf(byte[] bytes)
    {
        var start = 0;
        for (var number = 1; start < bytes.Length; number++)
        {
            var newline = Array.IndexOf(bytes, (byte)'\n', start);
            var end = newline < 0 ? bytes.Length : newline + 1;
            yield return (start, end, number);
            start = end;
        }
    }

    // Seven or more of one character at the beginning of a line, and then a blank or nothing. No line of JSON begins so.
    private static char MarkerOf(byte[] bytes, int start, int end)
    {
        // A byte order mark stands before the first line's text; git's marker then stands before it, but an editor may have moved it.
        if (start == 0 && SourceText.HasUtf8Bom(bytes)) start = 3;
        if (start >= end || bytes[start] is not ((byte)'<' or (byte)'|' or (byte)'=' or (byte)'>')) return '\0';
        var at = start;
        while (at < end && bytes[at] == bytes[start]) at++;
        return at - start >= MarkerLength && (at == end || bytes[at] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t') ? (char)bytes[start] : '\0';
    }

    private string LabelOf(int start, int end) => Encoding.UTF8.GetString(_bytes, start, end - start).TrimStart('\uFEFF').TrimStart('<', '>').Trim();

    private MigrationException Broken(int line, string what) => new(
        ErrorIds.ConflictMarkersBroken, what, "Nothing was changed. Restore the conflict (git checkout -m -- FILE), or resolve it by hand there.",
        new SourceLocation(_path, line, 1), _path);

    private abstract class Part(int number)
    {
        /// <summary>The number of its first line.</summary>
        public int Number { get; } = number;
    }

    private sealed class Line(int number, int start, int end) : Part(number)
    {
        public int Start { get; } = start;

        public int End { get; } = end;
    }

    private sealed class Hunk(int number, string oursLabel) : Part(number)
    {
        private readonly List<Part> _base = [];

        public string OursLabel { get; } = oursLabel;

        public string TheirsLabel { get; set; } = "";

        public List<Part> Ours { get; } = [];

        public List<Part> Theirs { get; } = [];

        public bool IsInBase { get; private set; }

        public bool IsInTheirs { get; private set; }

        public List<Part> Current => IsInTheirs ? Theirs : IsInBase ? _base : Ours;

        public bool StartBase()
        {
            if (IsInBase || IsInTheirs) return false;
            IsInBase = true;
            return true;
        }

        public bool StartTheirs()
        {
            if (IsInTheirs) return false;
            IsInBase = false;
            return IsInTheirs = true;
        }
    }
}
