namespace Levada.Sqoop.Tools;

/// <summary>There is no server of saved jobs to run: says what takes its place.</summary>
internal sealed class MetastoreTool : ITool
{
    private const string Explanation =
        """
        There is no metastore server to start: saved jobs lie in a database.
        Each user has a file of their own, ~/.sqoop/metastore.db. To share jobs, let everybody name the same database:
            sqoop job --meta-connect jdbc:postgresql://host/database --meta-username user --meta-password password --list
            sqoop job --meta-connect jdbc:mysql://host/database ...
        Jobs of an Apache Sqoop metastore (HSQLDB) are taken over by
            sqoop job --import-metastore path/to/metastore.db.script
        """;

    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        if (context.Options.Job.IsShutdown) return 0;
        context.Log.Plain(Explanation);
        return 1;
    }
}
