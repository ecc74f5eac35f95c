using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrations.Packaging;

/// <summary>What a package is made of, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): the same bytes for the same contents.</summary>
internal static class BillOfMaterials
{
    public const string FileName = "sbom.cdx.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="name">The package's id.</param>
    /// <param name="folder">Its files, as they are shipped: signed, where they are signed.</param>
    public static string Write(string name, ModuleManifest about, string folder, IReadOnlyList<Shipment> shipments)
    {
        var root = $"{name}@{about.Version}";
        var packages = shipments.SelectMany(shipment => shipment.Packages).Select(shipped => shipped.Package).DistinctBy(package => package.Url)
            .OrderBy(package => package.Url, StringComparer.Ordinal).ToList();
        var components = new JsonArray([.. packages.Select(Component), .. Files(folder).Select(file => FileComponent(folder, file, shipments))]);
        var bill = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            // A number that is the contents' own: CycloneDX asks for a UUID, and a random one would make every build another.
            ["serialNumber"] = $"urn:uuid:{Serial(root + components.ToJsonString())}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = root,
                    ["name"] = name,
                    ["version"] = about.Version,
                    ["description"] = about.Description,
                    ["licenses"] = Licences("MIT"),
                    ["copyright"] = about.Copyright,
                },
            },
            ["components"] = components,
            ["dependencies"] = Dependencies(root, packages),
        };
        return bill.ToJsonString(Indented) + "\n";
    }

    private static JsonNode Component(RestoredPackage package)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Url,
            ["supplier"] = new JsonObject { ["name"] = package.Authors },
            ["name"] = package.Id,
            ["version"] = package.Version,
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Hash }),
            ["licenses"] = package.Licence is { } id
                ? Licences(id)
                : new JsonArray(new JsonObject { ["license"] = new JsonObject { ["name"] = "see the package", ["url"] = package.LicenceUrl } }),
        };
        if (package.Copyright.Length > 0) component["copyright"] = package.Copyright;
        component["purl"] = package.Url;
        var references = new JsonArray();
        if (package.ProjectUrl.Length > 0) references.Add(new JsonObject { ["type"] = "website", ["url"] = package.ProjectUrl });
        if (package.Repository.Length > 0) references.Add(new JsonObject { ["type"] = "vcs", ["url"] = package.Repository });
        if (references.Count > 0) component["externalReferences"] = references;
        return component;
    }

    private static JsonNode FileComponent(string folder, string file, IReadOnlyList<Shipment> shipments)
    {
        var component = new JsonObject
        {
            ["type"] = "file",
            ["bom-ref"] = "file:" + file,
            ["name"] = file,
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file)))) }),
        };
        var source = shipments.SelectMany(shipment => shipment.Packages, (shipment, shipped) => (Shipment: shipment, Shipped: shipped))
            .FirstOrDefault(part => part.Shipped.Files.Any(name => Path.GetFullPath(Path.Combine(part.Shipment.Folder, name)) == Path.GetFullPath(Path.Combine(folder, file)))).Shipped;
        if (source is not null) component["properties"] = new JsonArray(new JsonObject { ["name"] = "package", ["value"] = source.Package.Url });
        return component;
    }

    private static JsonArray Dependencies(string root, IReadOnlyList<RestoredPackage> packages)
    {
        // Two targets may ship two versions of one package: each is named.
        var refs = packages.ToLookup(package => package.Id, package => package.Url, StringComparer.OrdinalIgnoreCase);
        return new JsonArray([
            Node(root, packages.Select(package => package.Url)),
            .. packages.Select(package => Node(package.Url, package.Dependencies.SelectMany(id => refs[id]))),
        ]);

        static JsonNode Node(string from, IEnumerable<string> on) =>
            new JsonObject { ["ref"] = from, ["dependsOn"] = new JsonArray([.. on.Distinct().Order(StringComparer.Ordinal).Select(url => (JsonNode)url)]) };
    }

    private static JsonArray Licences(string id) => new(id.Contains(' ', StringComparison.Ordinal)
        ? new JsonObject { ["expression"] = id }
        : new JsonObject { ["license"] = new JsonObject { ["id"] = id } });

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
        .Where(file => file != FileName)
        .Order(StringComparer.Ordinal);

    // A UUID of version 8 (RFC 9562): 122 bits of a hash.
    private static Guid Serial(string contents)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(contents))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
