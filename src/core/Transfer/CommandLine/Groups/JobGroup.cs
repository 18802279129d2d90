using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of the job and metastore tools.</summary>
internal static class JobGroup
{
    /// <summary>The options that exclude one another.</summary>
    public static string[] Verbs { get; } = ["create", "delete", "exec", "list", "show", "import-metastore"];

    public static OptionGroup Group { get; } = new("Job management arguments",
    [
        CommonGroup.Verbose,
        CommonGroup.Help,
        Verb("create", "job-id", "Save a job: the tool and its arguments follow a '--'", JobVerb.Create),
        Verb("delete", "job-id", "Delete a saved job", JobVerb.Delete),
        Verb("exec", "job-id", "Run a saved job; arguments after a '--' replace saved ones for this run", JobVerb.Exec),
        new("list", null, "List the saved jobs", (d, _) => d.Job = d.Job with { Verb = JobVerb.List }),
        Verb("show", "job-id", "Show what a saved job holds", JobVerb.Show),
        new("import-metastore", "file", "Take over the jobs of an HSQLDB metastore (its .script file)", (d, v) =>
            d.Job = d.Job with { Verb = JobVerb.ImportMetastore, ImportedMetastore = v }),
        new("meta-connect", "jdbc-uri", "Where jobs are saved; default: a file of your own", (d, v) => d.Job = d.Job with { MetaConnect = v }),
        new("meta-username", "username", "The account for it", (d, v) => d.Job = d.Job with { MetaUserName = v }),
        new("meta-password", "password", "The account's password", (d, v) => d.Job = d.Job with { MetaPassword = v }) { IsSecret = true },
    ]);

    public static OptionGroup Metastore { get; } = new("metastore arguments",
    [
        CommonGroup.Help,
        new("shutdown", null, "Accepted; no server runs", (d, _) => d.Job = d.Job with { IsShutdown = true }),
    ]);

    private static OptionSpec Verb(string name, string valueName, string description, JobVerb verb) =>
        new(name, valueName, description, (d, v) => d.Job = d.Job with { Verb = verb, JobName = v });
}
