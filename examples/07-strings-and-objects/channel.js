import { instantiate } from '@wasm-by-hand/node-harness';

// #region channel
const guest = await instantiate('guest.wasm', {
  imports: { env: { call: (handle, value) => guest.handles.get(handle)(value) } },
});
const { exports, handles } = guest;
class Channel extends guest.pointerClass('Channel', 'channel_free') {
  subscribe = (listener) => exports.channel_subscribe(this.ptr, handles.add(listener));
  send = (value) => exports.channel_send(this.ptr, value);
}

const channel = new Channel(exports.channel_new());
const seen = [];
channel.subscribe((value) => seen.push(value));
channel.subscribe((value) => console.log('heard', value));
channel.send(0.5);
channel.send(2);
console.log('seen', seen, 'handles', handles.count());
channel.free();
console.log('handles', handles.count(), 'in use', exports.live());
// #endregion channel
