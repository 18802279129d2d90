using System.Security.Cryptography;
using Levada.Metadata.Controller;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Where the broker's randomness comes from.</summary>
internal sealed class BrokerRandom : IControllerRandom, IDisposable
{
    private readonly RandomNumberGenerator _source = RandomNumberGenerator.Create();

    public int NextInt32() => Next(int.MaxValue);

    public int Next(int exclusiveMax)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _source.GetBytes(bytes);
        return (int)(BitConverter.ToUInt64(bytes) % (uint)exclusiveMax);
    }

    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[Uuid.ByteCount];
        _source.GetBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>A random id that is neither zero nor reserved, and that no command line takes for an option.</summary>
    public Uuid NextUuid()
    {
        Span<byte> bytes = stackalloc byte[Uuid.ByteCount];
        while (true)
        {
            _source.GetBytes(bytes);
            var id = Uuid.FromBytes(bytes);
            if (id.MostSignificant != 0 && !id.ToString().StartsWith('-')) return id;
        }
    }

    public void Dispose() => _source.Dispose();
}
