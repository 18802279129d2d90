using System.Globalization;
using System.Diagnostics;
using Levada.Sqoop.Output;

namespace Levada.Sqoop.Tools;

/// <summary>Connects and says what answers: the quickest way to see whether URL, account and password are right.</summary>
internal sealed class TestConnectionTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        var (product, version) = (database.Dialect.Product, session.ServerVersion);
        context.Output.Write(context.Options.IsJson
            ? JsonSummary.Of(("product", product), ("version", version), ("timeZone", context.TimeZone), ("milliseconds", milliseconds))
            : $"Connected to {product} in {milliseconds} ms: {version}\nTimes are shown in {context.TimeZone}\n");
        return 0;
    }
}
