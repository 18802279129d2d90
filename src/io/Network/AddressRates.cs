using System.Net;
using System.Net.Sockets;

namespace Levada.Network;

/// <summary>How fast each address may connect, and the connections that are kept waiting for their end because it is too fast.</summary>
internal sealed class AddressRates(TimeProvider time) : IDisposable
{
    private const int HeldCountMax = 1000;
    private const int TidyCount = 1000;
    private static readonly TimeSpan HeldTimeMax = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, CreationRate> _rates = [];
    private readonly Dictionary<Socket, ITimer> _held = [];
    private int _tidyAt = TidyCount;
    private bool _isDisposed;

    /// <summary>How long the address should wait; zero counts the connection as made.</summary>
    public TimeSpan PauseBeforeNext(IPAddress address, ConnectionLimits limits)
    {
        if (!limits.CreationsPerAddressPerSecondOverrides.TryGetValue(address, out var perSecondMax)) perSecondMax = limits.CreationsPerAddressPerSecondMax;
        if (perSecondMax == int.MaxValue) return TimeSpan.Zero;
        lock (_gate)
        {
            if (!_rates.TryGetValue(address, out var rate))
            {
                TidyIfMany();
                _rates[address] = rate = new CreationRate(time);
            }

            return rate.PauseBeforeNext(perSecondMax);
        }
    }

    /// <summary>Closes a connection after a pause, or at once where too many wait already.</summary>
    public void CloseLater(Socket socket, TimeSpan pause)
    {
        lock (_gate)
        {
            if (!_isDisposed && _held.Count < HeldCountMax)
            {
                var wait = pause < HeldTimeMax ? pause : HeldTimeMax;
                _held.Add(socket, time.CreateTimer(_ => Close(socket), null, wait, Timeout.InfiniteTimeSpan));
                return;
            }
        }

        socket.Dispose();
    }

    public void Dispose()
    {
        Socket[] held;
        lock (_gate)
        {
            _isDisposed = true;
            held = [.. _held.Keys];
        }

        foreach (var socket in held) Close(socket);
    }

    private void Close(Socket socket)
    {
        ITimer? timer;
        lock (_gate) _held.Remove(socket, out timer);
        timer?.Dispose();
        socket.Dispose();
    }

    private void TidyIfMany()
    {
        if (_rates.Count < _tidyAt) return;
        foreach (var (address, rate) in _rates)
        {
            if (rate.IsIdle) _rates.Remove(address);
        }

        _tidyAt = Math.Max(TidyCount, _rates.Count * 2);
    }
}
