using Levada.PackageStats;

return args switch
{
    ["feed", .. var files] => PackageFeed.Write(files, Console.Out),
    ["consume", var bootstrap, var topic, var group, var report] => new SectionCounter(bootstrap, topic, group).Run(report),
    ["total", .. var reports] => Totals.Print(reports, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        package-stats feed [Packages-file]...                         one line per package: its name, a tab, JSON
        package-stats consume <bootstrap> <topic> <group> <report>    counts by section until SIGTERM
        package-stats total <report>...                               adds the reports up
        """);
    return 2;
}
