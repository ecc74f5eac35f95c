using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>Turns TypeScript into JavaScript by blanking what only TypeScript knows, and writing out the little that means more.</summary>
/// <remarks>
/// What is erased becomes spaces, so every line and column of the JavaScript is that of the TypeScript and errors point into the
/// real file. What is more than types is written out as JavaScript with the same line breaks: an <c>enum</c>, a namespace with values,
/// a constructor whose parameters are properties, <c>import x = …</c> and <c>export = …</c>; there, columns to the right of what is put
/// in are further right than in the file. Decorators are blanked: they speak to frameworks, which are packages and not read. A variable
/// that one block of a namespace exports and another reads by its bare name is refused with its place. Imports that no value uses are
/// erased too, as TypeScript does, since they may be of types.
/// </remarks>
public static class TypeScriptEraser
{
    /// <summary>Erases the types of a script.</summary>
    /// <param name="source">The TypeScript.</param>
    /// <param name="file">The file's path, for the errors.</param>
    /// <returns>JavaScript with the same line breaks, and, wherever nothing is written out, of the same length.</returns>
    /// <exception cref="MigrationException"><c>ScriptSyntax</c>: the script is not TypeScript; <c>ScriptNotErasable</c>: it reads a
    /// variable of a namespace's earlier block.</exception>
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
