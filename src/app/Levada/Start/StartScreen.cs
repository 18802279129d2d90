using System.Reflection;
using Levada.Broker;
using Levada.Metadata.Configs;

namespace Levada.Start;

/// <summary>The one screen that a start prints, and the lines that container test modules wait for.</summary>
internal static class StartScreen
{
    public static string Version { get; } =
        typeof(StartScreen).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void Print(BrokerHost broker, BrokerConfig config)
    {
        var address = broker.Addresses[0].EndPoint;
        Console.Out.Write($"""
            Levada {Version}, node {broker.NodeId}, cluster {broker.ClusterId}

              clients     {string.Join(", ", broker.Addresses.Select(listener => $"{listener.Name} {listener.EndPoint}"))}
              data        {string.Join(", ", config.LogDirs.Select(Path.GetFullPath))}
              durability  {config.Find("levada.durability")}
              http        {string.Join(", ", config.HttpListeners)}

              try         levada produce greetings -b {address}
                          levada consume greetings -b {address} -o beginning
                          kcat -b {address} -L


            """);

        // Testcontainers' modules for Apache Kafka and for Redpanda wait for these.
        Console.Out.WriteLine($"[KafkaServer id={broker.NodeId}] started; Transitioning from RECOVERY to RUNNING");
        Console.Out.WriteLine("Started Kafka API server");
        Console.Out.Flush();
    }
}
