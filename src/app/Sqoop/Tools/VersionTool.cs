namespace Levada.Sqoop.Tools;

/// <summary>Prints which build this is.</summary>
internal sealed class VersionTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        context.Output.Write(ProductVersion.Description);
        return 0;
    }
}
