using System.Security.Cryptography;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Where the broker's randomness comes from.</summary>
internal sealed class BrokerRandom
{
    public int NextInt32() => RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>A random id that is neither zero nor reserved, and that no command line takes for an option.</summary>
    public Uuid NextUuid()
    {
        Span<byte> bytes = stackalloc byte[Uuid.ByteCount];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var id = Uuid.FromBytes(bytes);
            if (id.MostSignificant != 0 && !id.ToString().StartsWith('-')) return id;
        }
    }
}
