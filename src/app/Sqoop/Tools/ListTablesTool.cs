namespace Levada.Sqoop.Tools;

/// <summary>Prints the tables of a database, one on a line. A schema follows <c>--</c>.</summary>
internal sealed class ListTablesTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        foreach (var name in session.ListTables(SchemaOf(context), cancellationToken)) context.Output.Write($"{name}\n");
        return 0;
    }

    private static string? SchemaOf(ToolContext context)
    {
        var arguments = context.Options.ConnectorArguments;
        var index = arguments.IndexOf("--schema");
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
    }
}
