using System.Text;

namespace Migrations.Packaging;

/// <summary>The notices that the licences of shipped packages ask for.</summary>
internal static class ThirdPartyNotices
{
    public const string FileName = "THIRD-PARTY-NOTICES.txt";

    private const string Rule = "--------------------------------------------------------------------------------";

    /// <summary>One entry a package and version, whatever the number of targets it is shipped for.</summary>
    public static string Write(string product, IEnumerable<Shipment> shipments)
    {
        var text = new StringBuilder();
        text.Append($"{product} is under the MIT licence (see LICENSE). It is shipped with the following assemblies of others, under their own licences.\n");
        var entries = shipments
            .SelectMany(shipment => shipment.Packages.SelectMany(shipped => shipped.Files.Select(file => (shipped.Package, File: $"{shipment.Name}/{file}"))))
            .GroupBy(entry => (entry.Package.Id, entry.Package.Version), (_, group) => group.ToList())
            .OrderBy(entry => entry[0].Package.Id, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry[0].Package.Version, StringComparer.Ordinal)
            .ToList();
        var further = new List<(string Text, List<string> Packages)>();
        foreach (var entry in entries)
        {
            var package = entry[0].Package;
            text.Append($"\n{Rule}\n{package.Id} {package.Version}\n");
            if (package.ProjectUrl.Length > 0) text.Append($"{package.ProjectUrl}\n");
            foreach (var file in entry.Select(e => e.File).Distinct().Order(StringComparer.Ordinal)) text.Append($"  {file}\n");
            text.Append($"\n{Licence(package)}\n");
            if (package.Text("THIRD-PARTY-NOTICES.TXT", "ThirdPartyNotices.txt") is not { } notices) continue;
            if (further.Find(other => other.Text == notices) is { Packages: { } others }) others.Add($"{package.Id} {package.Version}");
            else further.Add((notices, [$"{package.Id} {package.Version}"]));
        }
        foreach (var (notices, packages) in further)
            text.Append($"\n{Rule}\nThe notices that come with {string.Join(", ", packages)}:\n\n{notices}\n");
        return text.ToString();
    }

    private static string Licence(RestoredPackage package)
    {
        var own = package.Text("LICENSE.TXT", "LICENSE", "LICENSE.md");
        var copyright = package.Copyright.Length > 0 ? package.Copyright : package.Authors;
        if (!copyright.Contains("opyright", StringComparison.Ordinal) && !copyright.StartsWith('©')) copyright = "Copyright " + copyright;
        if (package.Licence is not { } id)
            return own is not null ? $"{copyright}\n\n{own}" : throw new PackagingException($"{package.Id} {package.Version} says neither an SPDX licence nor brings a licence text.");
        return $"Licence: {id}\n{copyright}\n\n{own ?? Standard(id, package)}";
    }

    private static string Standard(string id, RestoredPackage package)
    {
        using var text = typeof(ThirdPartyNotices).Assembly.GetManifestResourceStream($"Licences.{id}.txt")
            ?? throw new PackagingException($"{package.Id} {package.Version} is under {id}: add the text to Licences/{id}.txt, if it may be shipped.");
        using var reader = new StreamReader(text);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
