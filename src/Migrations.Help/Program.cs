using Migrations.Help;

if (args is not [var source, var target])
{
    Console.Error.WriteLine("usage: Migrations.Help <docs/cmdlets> <the module's en-US folder>");
    return 2;
}

HelpFiles files;
try
{
    files = HelpFiles.Of(source);
}
catch (InvalidDataException wrong)
{
    // In the form that MSBuild shows as an error with its file.
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
Directory.CreateDirectory(target);
foreach (var stale in Directory.EnumerateFiles(target).Where(file => !files.Files.ContainsKey(Path.GetFileName(file)))) File.Delete(stale);
foreach (var (name, bytes) in files.Files)
{
    // Written last, for its time tells the build whether all of them are up to date.
    if (name != HelpFiles.CmdletFile) File.WriteAllBytes(Path.Combine(target, name), bytes);
}
File.WriteAllBytes(Path.Combine(target, HelpFiles.CmdletFile), files.Files[HelpFiles.CmdletFile]);
return 0;
