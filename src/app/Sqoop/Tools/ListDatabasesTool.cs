namespace Levada.Sqoop.Tools;

/// <summary>Prints the databases of a server, one on a line.</summary>
internal sealed class ListDatabasesTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        foreach (var name in session.ListDatabases(cancellationToken)) context.Output.Write($"{name}\n");
        return 0;
    }
}
