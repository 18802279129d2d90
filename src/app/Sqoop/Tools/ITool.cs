namespace Levada.Sqoop.Tools;

/// <summary>What one command does once its options are known.</summary>
internal interface ITool
{
    /// <returns>The exit code.</returns>
    int Run(ToolContext context, CancellationToken cancellationToken);
}
