using System.Collections.Concurrent;

namespace Migrations.TestServers;

/// <summary>Starts each offered server when it is first asked for, and stops them all at the end.</summary>
public sealed class ServerFleet : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<TestServer>> _running = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ServerOffer> _offers = ServerOffer.All();

    public IReadOnlyList<string> Names => [.. _offers.Select(offer => offer.Name)];

    public TestServer Get(string name) =>
        _running.GetOrAdd(name, key => new Lazy<TestServer>(() => _offers.Single(offer => offer.Name == key).Start())).Value;

    public void Dispose()
    {
        foreach (var server in _running.Values.Where(server => server.IsValueCreated))
        {
            server.Value.Dispose();
        }
    }
}
