using System.Reflection;
using Jint;

namespace Migrations.Core.Scripts;

/// <summary>JavaScript of our own that a sandbox offers to its scripts as packages.</summary>
/// <remarks>
/// The parts are the body of one function with the parameter <c>host</c>. It returns an object whose <c>modules</c> has an object of
/// exports for each package. Parsing it is what costs time, so that is done once; the result cannot change.
/// </remarks>
internal sealed class ScriptLibrary
{
    /// <summary>The name that the library has in stack traces.</summary>
    public const string FileName = "migrations-library";

    public ScriptLibrary(params string[] resources)
    {
        var body = string.Concat(resources.Select(Read));
        Prepared = Engine.PrepareScript("(function(host){\"use strict\";" + body + "})", FileName);
    }

    public Prepared<Acornima.Ast.Script> Prepared { get; }

    private static string Read(string name)
    {
        var assembly = typeof(ScriptLibrary).GetTypeInfo().Assembly;
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource '{name}' is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
