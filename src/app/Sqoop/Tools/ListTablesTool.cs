namespace Levada.Sqoop.Tools;

/// <summary>Prints the tables of a database, one on a line. A schema follows <c>--</c>.</summary>
internal sealed class ListTablesTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        foreach (var name in session.ListTables(context.Options.Schema, cancellationToken)) context.Output.Write($"{name}\n");
        return 0;
    }
}
