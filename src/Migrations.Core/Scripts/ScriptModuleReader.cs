using System.Text.RegularExpressions;
using Acornima;
using Jint;
using Migrations.Model;
using SourceLocation = Migrations.Model.SourceLocation;

namespace Migrations.Core.Scripts;

/// <summary>Reads module files: erases their types, tells their form and parses them.</summary>
internal sealed class ScriptModuleReader(ScriptFiles files)
{
    private static readonly Regex CommonJs = new(@"\bmodule\s*\.\s*exports\b|\bexports\s*[.[]|\brequire\s*\(", RegexOptions.CultureInvariant);
    private static readonly Regex FreeNames = new(@"(?<![.\w$])(require|__dirname|__filename)\b(?!\s*:)", RegexOptions.CultureInvariant);

    private static readonly Regex Delegation = new(@"(?<![.\w$])yield\s*\*", RegexOptions.CultureInvariant);

    // Folding and analysis pay off only for code that runs often; a schema runs once.
    private static readonly ModulePreparationOptions Options = new() { FoldConstants = false, StaticAnalysis = false };

    public static bool IsTypeScript(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".ts" or ".mts" or ".cts" or ".tsx";

    /// <summary>Parses an ES module.</summary>
    public static Prepared<Acornima.Ast.Module> Prepare(string text, string path)
    {
        try
        {
            return Engine.PrepareModule(text, path, Options);
        }
        catch (ScriptPreparationException error)
        {
            throw SyntaxError(error, path);
        }
    }

    /// <summary>Parses a CommonJS module, wrapped in the function that Node.js wraps it in, on the same line.</summary>
    public static Prepared<Acornima.Ast.Script> PrepareCommonJs(string text, string path)
    {
        try
        {
            if (text.StartsWith("#!", StringComparison.Ordinal)) text = "//" + text.Substring(2);
            return Engine.PrepareScript(CommonJsHead + text + "\n})", path);
        }
        catch (ScriptPreparationException error)
        {
            throw SyntaxError(error, path);
        }
    }

    /// <summary>What stands before the text of a CommonJS module on its first line.</summary>
    public const string CommonJsHead = "(function(exports,require,module,__filename,__dirname){";

    public ScriptModule Read(string path)
    {
        var text = files.Read(path);
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension == ".json") return ScriptModule.OfText(path, text.TrimStart('\ufeff'), ScriptModuleForm.Json);
        if (IsTypeScript(path)) text = TypeScriptEraser.Erase(text, path);
        RefuseDelegation(text, path);
        if (extension is ".cjs" or ".cts") return ScriptModule.OfText(path, text, ScriptModuleForm.CommonJs);

        var mayBeCommonJs = extension is ".js" or ".ts" or ".jsx" or ".tsx" && MentionsNode(text) && CommonJs.IsMatch(text);
        Prepared<Acornima.Ast.Module> prepared;
        try
        {
            prepared = Prepare(text, path);
        }
        catch (MigrationException) when (mayBeCommonJs)
        {
            // Modules are strict, CommonJS is not: what is no module may still be that.
            return ScriptModule.OfText(path, text, ScriptModuleForm.CommonJs);
        }

        var module = ScriptModule.OfEcmaScript(path, text, prepared);
        if (mayBeCommonJs && module.Specifiers.Count == 0 && module.Exports.Count == 0)
            return ScriptModule.OfText(path, text, ScriptModuleForm.CommonJs);

        if (AddNodeNames(path, text) is not { } extended) return module;
        try
        {
            return ScriptModule.OfEcmaScript(path, extended, Prepare(extended, path));
        }
        catch (MigrationException)
        {
            // The module declares the name itself.
            return module;
        }
    }

    /// <summary>Gives a module the names that only CommonJS has in Node.js, but that esbuild and tsx offer everywhere.</summary>
    /// <remarks>Imports are hoisted, so the line goes to the end and no position changes.</remarks>
    private static string? AddNodeNames(string path, string text)
    {
        if (!MentionsNode(text)) return null;
        var free = new HashSet<string>(FreeNames.Matches(text).Cast<Match>().Select(match => match.Groups[1].Value), StringComparer.Ordinal);
        if (free.Count == 0) return null;
        return $"{text}\n;import{{{string.Join(",", free)}}}from\"{ScriptLinker.NodePrefix}{path.Replace("\\", "\\\\")}\";";
    }

    /// <summary>Refuses <c>yield*</c>: a generator that delegates to itself is the one recursion that the sandbox cannot stop in time.</summary>
    private static void RefuseDelegation(string text, string path)
    {
        if (text.IndexOf("yield", StringComparison.Ordinal) < 0 || Delegation.Match(text) is not { Success: true } found) return;
        throw new MigrationException(
            ErrorIds.ScriptUnsupported, "'yield*' is not supported in a schema.", "Write a loop with 'yield' instead.",
            TypeScriptEraser.LocationOf(text, found.Index, path), path);
    }

    /// <summary>A quick look that spares most files the slower searches.</summary>
    private static bool MentionsNode(string text) =>
        text.IndexOf("require", StringComparison.Ordinal) >= 0 || text.IndexOf("exports", StringComparison.Ordinal) >= 0
        || text.IndexOf("__dirname", StringComparison.Ordinal) >= 0 || text.IndexOf("__filename", StringComparison.Ordinal) >= 0;

    private static MigrationException SyntaxError(ScriptPreparationException error, string path)
    {
        var cause = error.InnerException as ParseErrorException;
        var location = new SourceLocation(path, cause?.LineNumber ?? 1, (cause?.Column ?? 0) + 1);
        return new MigrationException(
            ErrorIds.ScriptSyntax, $"The script cannot be read: {cause?.Description ?? error.Message}.",
            "Correct the script at this place; your editor or tsc shows the same error.", location, path, error);
    }
}
