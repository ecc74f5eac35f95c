namespace Migrations.Model;

/// <summary>What kind of thing went wrong; the cmdlets turn it into PowerShell's error category.</summary>
public enum MigrationErrorKind
{
    /// <summary>A file or folder that must be there is not.</summary>
    NotFound,

    /// <summary>A file's content, or a text given by the caller, cannot be understood.</summary>
    InvalidData,

    /// <summary>A parameter's value is not acceptable.</summary>
    InvalidArgument,

    /// <summary>Something is already there and must not be overwritten.</summary>
    AlreadyExists,

    /// <summary>The state of the project or of the database forbids the operation.</summary>
    InvalidState,

    /// <summary>The server could not be reached or did not let us in.</summary>
    Connection,

    /// <summary>The server refused a statement.</summary>
    Server,

    /// <summary>A wait limit was reached.</summary>
    Timeout,

    /// <summary>The operating system refused to read or write a file.</summary>
    FileSystem,
}

/// <summary>An error that says what happened, where, and what to do next, under an id that stays the same over versions.</summary>
public sealed class MigrationException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="errorId">The stable id, for example <c>JournalDuplicateTag</c>.</param>
    /// <param name="kind">The kind of error.</param>
    /// <param name="what">What happened: a whole sentence, without any secret.</param>
    /// <param name="advice">What to do next: a whole sentence.</param>
    /// <param name="location">Where, if there is a file.</param>
    /// <param name="target">The object the error is about (a tag, a path, a result).</param>
    /// <param name="inner">The cause.</param>
    public MigrationException(
        string errorId, MigrationErrorKind kind, string what, string advice,
        SourceLocation? location = null, object? target = null, Exception? inner = null)
        : base(Compose(what, location, advice), inner)
    {
        ErrorId = errorId;
        Kind = kind;
        What = what;
        Advice = advice;
        Location = location;
        ErrorTarget = target;
    }

    /// <summary>The stable id of this kind of error; the first part of PowerShell's <c>FullyQualifiedErrorId</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of error.</summary>
    public MigrationErrorKind Kind { get; }

    /// <summary>What happened, without the place and the advice.</summary>
    public string What { get; }

    /// <summary>What to do next.</summary>
    public string Advice { get; }

    /// <summary>Where it happened, if in a file.</summary>
    public SourceLocation? Location { get; }

    /// <summary>The object the error is about.</summary>
    public object? ErrorTarget { get; }

    /// <summary>What happened and where, without the advice.</summary>
    public string Finding => Location is null ? What : $"{Location}: {What}";

    private static string Compose(string what, SourceLocation? location, string advice) =>
        location is null ? $"{what} {advice}" : $"{location}: {what} {advice}";
}
