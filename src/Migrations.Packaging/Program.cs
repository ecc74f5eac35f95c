using Migrations.Packaging;

// The steps of `./build.sh pack`, between which files can be signed:
//   stage      MODULE ASSETS CHANGELOG ICON [PROJECT-URI]  adds to the staged module what only a package has
//   pack       MODULE ASSETS OUTPUT                        lists the module's files and writes Migrations.<version>.nupkg
//   open-tool  PACKAGE FOLDER ASSETS LICENCE               unpacks the tool that dotnet pack made, with its notices
//   close-tool PACKAGE FOLDER ASSETS MODULE                lists its files and writes it again, the same bytes each time
try
{
    switch (args)
    {
        case ["stage", var module, var assets, var changelog, var icon, .. var projectUri]:
            new ModuleShipment(module, assets).Complete(changelog, icon, projectUri is [{ Length: > 0 } uri] ? uri : null);
            return 0;
        case ["pack", var module, var assets, var output]:
            var shipment = new ModuleShipment(module, assets);
            shipment.List();
            Console.WriteLine(shipment.Pack(output));
            return 0;
        case ["open-tool", var package, var folder, var assets, var licence]:
            new ToolShipment(package, folder).Open(assets, licence);
            return 0;
        case ["close-tool", var package, var folder, var assets, var module]:
            new ToolShipment(package, folder).Close(assets, ModuleManifest.Read(Path.Combine(module, "Migrations.psd1")));
            Console.WriteLine(package);
            return 0;
        default:
            Console.Error.WriteLine("usage: stage | pack | open-tool | close-tool, each with its arguments: see Program.cs");
            return 64;
    }
}
catch (PackagingException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
