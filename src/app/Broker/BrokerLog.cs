using Levada.Network;

namespace Levada.Broker;

/// <summary>Lines for the operator, in the layout that tools for Kafka's own log read. Never a record, never a secret.</summary>
public sealed class BrokerLog(TextWriter output, TimeProvider time) : INetworkLog
{
    private readonly Lock _gate = new();

    public void Info(string text) => Write("INFO", text);
    public void Warn(string text) => Write("WARN", text);
    public void Error(string text, Exception exception) => Write("ERROR", $"{text}: {exception.Message}\n{exception}");

    private void Write(string level, string text)
    {
        lock (_gate)
        {
            output.WriteLine($"[{time.GetLocalNow():yyyy-MM-dd HH:mm:ss,fff}] {level} {text}");
            output.Flush();
        }
    }
}
