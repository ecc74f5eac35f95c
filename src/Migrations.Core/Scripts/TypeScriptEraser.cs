using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>Turns TypeScript into JavaScript by blanking what only TypeScript knows.</summary>
/// <remarks>
/// What is erased becomes spaces, so every line and column of the JavaScript is that of the TypeScript and errors point into the
/// real file. Only an <c>enum</c> is rewritten, into an object with the same line breaks. What cannot be erased (a namespace with
/// values, parameter properties, <c>import x = require()</c>) is refused with its place, as Node.js and TypeScript's own
/// <c>erasableSyntaxOnly</c> do. Imports that no value uses are erased too, as TypeScript does, since they may be of types.
/// </remarks>
public static class TypeScriptEraser
{
    /// <summary>Erases the types of a script.</summary>
    /// <param name="source">The TypeScript.</param>
    /// <param name="file">The file's path, for the errors.</param>
    /// <returns>JavaScript with the same line breaks, and, wherever there is no <c>enum</c>, of the same length.</returns>
    /// <exception cref="MigrationException"><c>ScriptSyntax</c>: the script is not TypeScript; <c>ScriptNotErasable</c>: it holds syntax that
    /// means more than types.</exception>
    public static string Erase(string source, string file)
    {
        if (source is null) throw new ArgumentNullException(nameof(source));
        if (file is null) throw new ArgumentNullException(nameof(file));
        try
        {
            return Erasure.Apply(source, new TypeScriptParser(source).Parse());
        }
        catch (ScriptSyntaxException error)
        {
            throw new MigrationException(
                error.Id, error.Message,
                error.Advice ?? "Correct the script at this place; your editor or tsc shows the same error.",
                LocationOf(source, error.Position, file), file);
        }
    }

    /// <summary>The line and column of a position.</summary>
    internal static SourceLocation LocationOf(string source, int position, string file)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < position && i < source.Length; i++)
        {
            if (source[i] == '\r' && i + 1 < source.Length && source[i + 1] == '\n') continue;
            if (!ScriptTokenizer.IsLineBreak(source[i])) continue;
            line++;
            lineStart = i + 1;
        }

        return new SourceLocation(file, line, position - lineStart + 1);
    }
}
