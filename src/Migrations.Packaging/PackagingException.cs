namespace Migrations.Packaging;

/// <summary>Something does not allow a package to be made; the message says what, and where.</summary>
internal sealed class PackagingException(string message) : Exception(message);
