namespace Migrations.Model;

/// <summary>An error that says what happened, where, and what to do next, under an id that stays the same over versions.</summary>
public sealed class MigrationException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="id">The stable id; it says what kind of error it is.</param>
    /// <param name="what">What happened: a whole sentence, without any secret.</param>
    /// <param name="advice">What to do next: a whole sentence.</param>
    /// <param name="location">Where, if there is a file.</param>
    /// <param name="target">The object the error is about (a tag, a path, a result). Default: the file of <paramref name="location"/>.</param>
    /// <param name="inner">The cause.</param>
    public MigrationException(
        ErrorId id, string what, string advice,
        SourceLocation? location = null, object? target = null, Exception? inner = null)
        : base(Compose(what, location, advice), inner)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        What = what;
        Advice = advice;
        Location = location;
        ErrorTarget = target ?? location?.File;
    }

    /// <summary>The stable id of this kind of error.</summary>
    public ErrorId Id { get; }

    /// <summary>The name of <see cref="Id"/>; the first part of PowerShell's <c>FullyQualifiedErrorId</c>.</summary>
    public string ErrorId => Id.Name;

    /// <summary>The kind of error.</summary>
    public MigrationErrorKind Kind => Id.Kind;

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

    /// <summary>Whether this is an error of that id.</summary>
    public bool Is(ErrorId id) => ReferenceEquals(Id, id);

    private static string Compose(string what, SourceLocation? location, string advice) =>
        location is null ? $"{what} {advice}" : $"{location}: {what} {advice}";
}
