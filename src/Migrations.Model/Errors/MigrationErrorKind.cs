namespace Migrations.Model;

/// <summary>What kind of thing went wrong; the cmdlets turn it into PowerShell's error category.</summary>
public enum MigrationErrorKind
{
    /// <summary>Something that must be there is not: a file, a migration, a table.</summary>
    NotFound,

    /// <summary>A file's content cannot be understood or used.</summary>
    InvalidData,

    /// <summary>A parameter's value is not acceptable.</summary>
    InvalidArgument,

    /// <summary>Something is already there and must not be overwritten.</summary>
    AlreadyExists,

    /// <summary>The state of the project or of the database forbids the operation.</summary>
    InvalidState,

    /// <summary>The server could not be reached, did not let us in, or was lost.</summary>
    Connection,

    /// <summary>The server refused a statement.</summary>
    Server,

    /// <summary>A wait limit was reached.</summary>
    Timeout,

    /// <summary>The operating system refused to read a file or folder.</summary>
    FileRead,

    /// <summary>The operating system refused to write a file.</summary>
    FileWrite,

    /// <summary>A defect of the module itself.</summary>
    Defect,
}
