/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Number = $util.global.Number, $Array = $util.global.Array, $Boolean = $util.global.Boolean, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $isFinite = $util.global.isFinite;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const plateau = $root.plateau = (() => {

    /**
     * Namespace plateau.
     * @exports plateau
     * @namespace
     */
    const plateau = {};

    plateau.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof plateau
         * @namespace
         */
        const v1 = {};

        v1.Frame = (function() {

            /**
             * Properties of a Frame.
             * @typedef {Object} plateau.v1.Frame.$Properties
             * @property {plateau.v1.Hello.$Properties|null} [hello] Frame hello
             * @property {plateau.v1.Proof.$Properties|null} [proof] Frame proof
             * @property {plateau.v1.Heartbeat.$Properties|null} [heartbeat] Frame heartbeat
             * @property {plateau.v1.Presence.$Properties|null} [presence] Frame presence
             * @property {plateau.v1.Form.$Properties|null} [form] Frame form
             * @property {plateau.v1.StateRequest.$Properties|null} [stateRequest] Frame stateRequest
             * @property {plateau.v1.Barrier.$Properties|null} [barrier] Frame barrier
             * @property {plateau.v1.StatePart.$Properties|null} [statePart] Frame statePart
             * @property {plateau.v1.Numbers.$Properties|null} [numbers] Frame numbers
             * @property {plateau.v1.TensorOffer.$Properties|null} [tensorOffer] Frame tensorOffer
             * @property {"hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"barrier"|"statePart"|"numbers"|"tensorOffer"} [body] Frame body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Frame.
             * @memberof plateau.v1
             * @interface IFrame
             * @augments plateau.v1.Frame.$Properties
             * @deprecated Use plateau.v1.Frame.$Properties instead.
             */

            /**
             * Narrowed shape of a Frame.
             * @typedef {{
             *   hello?: plateau.v1.Hello.$Shape|null;
             *   proof?: plateau.v1.Proof.$Shape|null;
             *   heartbeat?: plateau.v1.Heartbeat.$Shape|null;
             *   presence?: plateau.v1.Presence.$Shape|null;
             *   form?: plateau.v1.Form.$Shape|null;
             *   stateRequest?: plateau.v1.StateRequest.$Shape|null;
             *   barrier?: plateau.v1.Barrier.$Shape|null;
             *   statePart?: plateau.v1.StatePart.$Shape|null;
             *   numbers?: plateau.v1.Numbers.$Shape|null;
             *   tensorOffer?: plateau.v1.TensorOffer.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "hello"; hello: plateau.v1.Hello.$Shape; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "proof"; hello?: null; proof: plateau.v1.Proof.$Shape; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "heartbeat"; hello?: null; proof?: null; heartbeat: plateau.v1.Heartbeat.$Shape; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "presence"; hello?: null; proof?: null; heartbeat?: null; presence: plateau.v1.Presence.$Shape; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "form"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form: plateau.v1.Form.$Shape; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "stateRequest"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest: plateau.v1.StateRequest.$Shape; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "barrier"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier: plateau.v1.Barrier.$Shape; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "statePart"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart: plateau.v1.StatePart.$Shape; numbers?: null; tensorOffer?: null }|{ body?: "numbers"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers: plateau.v1.Numbers.$Shape; tensorOffer?: null }|{ body?: "tensorOffer"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer: plateau.v1.TensorOffer.$Shape })
             * )} plateau.v1.Frame.$Shape
             */

            /**
             * Constructs a new Frame.
             * @memberof plateau.v1
             * @classdesc Represents a Frame.
             * @constructor
             * @param {plateau.v1.Frame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Frame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Frame hello.
             * @member {plateau.v1.Hello.$Properties|null|undefined} hello
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.hello = null;

            /**
             * Frame proof.
             * @member {plateau.v1.Proof.$Properties|null|undefined} proof
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.proof = null;

            /**
             * Frame heartbeat.
             * @member {plateau.v1.Heartbeat.$Properties|null|undefined} heartbeat
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.heartbeat = null;

            /**
             * Frame presence.
             * @member {plateau.v1.Presence.$Properties|null|undefined} presence
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.presence = null;

            /**
             * Frame form.
             * @member {plateau.v1.Form.$Properties|null|undefined} form
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.form = null;

            /**
             * Frame stateRequest.
             * @member {plateau.v1.StateRequest.$Properties|null|undefined} stateRequest
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.stateRequest = null;

            /**
             * Frame barrier.
             * @member {plateau.v1.Barrier.$Properties|null|undefined} barrier
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.barrier = null;

            /**
             * Frame statePart.
             * @member {plateau.v1.StatePart.$Properties|null|undefined} statePart
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.statePart = null;

            /**
             * Frame numbers.
             * @member {plateau.v1.Numbers.$Properties|null|undefined} numbers
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.numbers = null;

            /**
             * Frame tensorOffer.
             * @member {plateau.v1.TensorOffer.$Properties|null|undefined} tensorOffer
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.tensorOffer = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Frame body.
             * @member {"hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"barrier"|"statePart"|"numbers"|"tensorOffer"|undefined} body
             * @memberof plateau.v1.Frame
             * @instance
             */
            $Object.defineProperty(Frame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "proof", "heartbeat", "presence", "form", "stateRequest", "barrier", "statePart", "numbers", "tensorOffer"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Frame message. Does not implicitly {@link plateau.v1.Frame.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Frame
             * @static
             * @param {plateau.v1.Frame.$Properties} message Frame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.plateau.v1.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.proof != null && $Object.hasOwnProperty.call(message, "proof"))
                    $root.plateau.v1.Proof.encode(message.proof, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.plateau.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence"))
                    $root.plateau.v1.Presence.encode(message.presence, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.form != null && $Object.hasOwnProperty.call(message, "form"))
                    $root.plateau.v1.Form.encode(message.form, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.stateRequest != null && $Object.hasOwnProperty.call(message, "stateRequest"))
                    $root.plateau.v1.StateRequest.encode(message.stateRequest, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.barrier != null && $Object.hasOwnProperty.call(message, "barrier"))
                    $root.plateau.v1.Barrier.encode(message.barrier, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.statePart != null && $Object.hasOwnProperty.call(message, "statePart"))
                    $root.plateau.v1.StatePart.encode(message.statePart, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.numbers != null && $Object.hasOwnProperty.call(message, "numbers"))
                    $root.plateau.v1.Numbers.encode(message.numbers, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.tensorOffer != null && $Object.hasOwnProperty.call(message, "tensorOffer"))
                    $root.plateau.v1.TensorOffer.encode(message.tensorOffer, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Frame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Frame & plateau.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.plateau.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.proof = $root.plateau.v1.Proof.decode(reader, reader.size(), $undefined, _depth + 1, message.proof);
                            message.body = "proof";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.plateau.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.body = "heartbeat";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.presence = $root.plateau.v1.Presence.decode(reader, reader.size(), $undefined, _depth + 1, message.presence);
                            message.body = "presence";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.form = $root.plateau.v1.Form.decode(reader, reader.size(), $undefined, _depth + 1, message.form);
                            message.body = "form";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.stateRequest = $root.plateau.v1.StateRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.stateRequest);
                            message.body = "stateRequest";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.barrier = $root.plateau.v1.Barrier.decode(reader, reader.size(), $undefined, _depth + 1, message.barrier);
                            message.body = "barrier";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.statePart = $root.plateau.v1.StatePart.decode(reader, reader.size(), $undefined, _depth + 1, message.statePart);
                            message.body = "statePart";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.numbers = $root.plateau.v1.Numbers.decode(reader, reader.size(), $undefined, _depth + 1, message.numbers);
                            message.body = "numbers";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.tensorOffer = $root.plateau.v1.TensorOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.tensorOffer);
                            message.body = "tensorOffer";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Frame message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Frame
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Frame} Frame
             */
            Frame.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Frame)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Frame: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Frame();
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".plateau.v1.Frame.hello: object expected");
                    message.hello = $root.plateau.v1.Hello.fromObject(object.hello, _depth + 1);
                }
                if (object.proof != null) {
                    if (!$util.isObject(object.proof))
                        throw $TypeError(".plateau.v1.Frame.proof: object expected");
                    message.proof = $root.plateau.v1.Proof.fromObject(object.proof, _depth + 1);
                }
                if (object.heartbeat != null) {
                    if (!$util.isObject(object.heartbeat))
                        throw $TypeError(".plateau.v1.Frame.heartbeat: object expected");
                    message.heartbeat = $root.plateau.v1.Heartbeat.fromObject(object.heartbeat, _depth + 1);
                }
                if (object.presence != null) {
                    if (!$util.isObject(object.presence))
                        throw $TypeError(".plateau.v1.Frame.presence: object expected");
                    message.presence = $root.plateau.v1.Presence.fromObject(object.presence, _depth + 1);
                }
                if (object.form != null) {
                    if (!$util.isObject(object.form))
                        throw $TypeError(".plateau.v1.Frame.form: object expected");
                    message.form = $root.plateau.v1.Form.fromObject(object.form, _depth + 1);
                }
                if (object.stateRequest != null) {
                    if (!$util.isObject(object.stateRequest))
                        throw $TypeError(".plateau.v1.Frame.stateRequest: object expected");
                    message.stateRequest = $root.plateau.v1.StateRequest.fromObject(object.stateRequest, _depth + 1);
                }
                if (object.barrier != null) {
                    if (!$util.isObject(object.barrier))
                        throw $TypeError(".plateau.v1.Frame.barrier: object expected");
                    message.barrier = $root.plateau.v1.Barrier.fromObject(object.barrier, _depth + 1);
                }
                if (object.statePart != null) {
                    if (!$util.isObject(object.statePart))
                        throw $TypeError(".plateau.v1.Frame.statePart: object expected");
                    message.statePart = $root.plateau.v1.StatePart.fromObject(object.statePart, _depth + 1);
                }
                if (object.numbers != null) {
                    if (!$util.isObject(object.numbers))
                        throw $TypeError(".plateau.v1.Frame.numbers: object expected");
                    message.numbers = $root.plateau.v1.Numbers.fromObject(object.numbers, _depth + 1);
                }
                if (object.tensorOffer != null) {
                    if (!$util.isObject(object.tensorOffer))
                        throw $TypeError(".plateau.v1.Frame.tensorOffer: object expected");
                    message.tensorOffer = $root.plateau.v1.TensorOffer.fromObject(object.tensorOffer, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Frame message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Frame
             * @static
             * @param {plateau.v1.Frame} message Frame
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Frame.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.plateau.v1.Hello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "hello";
                }
                if (message.proof != null && $Object.hasOwnProperty.call(message, "proof")) {
                    object.proof = $root.plateau.v1.Proof.toObject(message.proof, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "proof";
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    object.heartbeat = $root.plateau.v1.Heartbeat.toObject(message.heartbeat, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "heartbeat";
                }
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence")) {
                    object.presence = $root.plateau.v1.Presence.toObject(message.presence, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "presence";
                }
                if (message.form != null && $Object.hasOwnProperty.call(message, "form")) {
                    object.form = $root.plateau.v1.Form.toObject(message.form, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "form";
                }
                if (message.stateRequest != null && $Object.hasOwnProperty.call(message, "stateRequest")) {
                    object.stateRequest = $root.plateau.v1.StateRequest.toObject(message.stateRequest, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "stateRequest";
                }
                if (message.barrier != null && $Object.hasOwnProperty.call(message, "barrier")) {
                    object.barrier = $root.plateau.v1.Barrier.toObject(message.barrier, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "barrier";
                }
                if (message.statePart != null && $Object.hasOwnProperty.call(message, "statePart")) {
                    object.statePart = $root.plateau.v1.StatePart.toObject(message.statePart, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "statePart";
                }
                if (message.numbers != null && $Object.hasOwnProperty.call(message, "numbers")) {
                    object.numbers = $root.plateau.v1.Numbers.toObject(message.numbers, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "numbers";
                }
                if (message.tensorOffer != null && $Object.hasOwnProperty.call(message, "tensorOffer")) {
                    object.tensorOffer = $root.plateau.v1.TensorOffer.toObject(message.tensorOffer, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "tensorOffer";
                }
                return object;
            };

            /**
             * Converts this Frame to JSON.
             * @function toJSON
             * @memberof plateau.v1.Frame
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Frame.prototype.toJSON = function() {
                return Frame.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Frame
             * @function getTypeUrl
             * @memberof plateau.v1.Frame
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Frame.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Frame";
            };

            return Frame;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} plateau.v1.Hello.$Properties
             * @property {string|null} [runUid] Hello runUid
             * @property {number|null} [rank] Hello rank
             * @property {Uint8Array|null} [nonce] Hello nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof plateau.v1
             * @interface IHello
             * @augments plateau.v1.Hello.$Properties
             * @deprecated Use plateau.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {plateau.v1.Hello.$Properties} plateau.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof plateau.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {plateau.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello runUid.
             * @member {string} runUid
             * @memberof plateau.v1.Hello
             * @instance
             */
            Hello.prototype.runUid = "";

            /**
             * Hello rank.
             * @member {number} rank
             * @memberof plateau.v1.Hello
             * @instance
             */
            Hello.prototype.rank = 0;

            /**
             * Hello nonce.
             * @member {Uint8Array} nonce
             * @memberof plateau.v1.Hello
             * @instance
             */
            Hello.prototype.nonce = $util.newBuffer([]);

            /**
             * Encodes the specified Hello message. Does not implicitly {@link plateau.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Hello
             * @static
             * @param {plateau.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid") && message.runUid !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.runUid);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.rank);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Hello & plateau.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runUid = value;
                            else
                                delete message.runUid;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Hello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Hello} Hello
             */
            Hello.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Hello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Hello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Hello();
                if (object.runUid != null)
                    if (typeof object.runUid !== "string" || object.runUid.length)
                        message.runUid = $String(object.runUid);
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.nonce != null)
                    if (object.nonce.length)
                        if (typeof object.nonce === "string")
                            $util.base64.decode(object.nonce, message.nonce = $util.newBuffer($util.base64.length(object.nonce)), 0);
                        else if (object.nonce.length >= 0)
                            message.nonce = object.nonce;
                return message;
            };

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Hello
             * @static
             * @param {plateau.v1.Hello} message Hello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Hello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runUid = "";
                    object.rank = 0;
                    if (options.bytes === $String)
                        object.nonce = "";
                    else {
                        object.nonce = [];
                        if (options.bytes !== $Array)
                            object.nonce = $util.newBuffer(object.nonce);
                    }
                }
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid"))
                    object.runUid = message.runUid;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = options.bytes === $String ? $util.base64.encode(message.nonce, 0, message.nonce.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nonce) : message.nonce;
                return object;
            };

            /**
             * Converts this Hello to JSON.
             * @function toJSON
             * @memberof plateau.v1.Hello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Hello.prototype.toJSON = function() {
                return Hello.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Hello
             * @function getTypeUrl
             * @memberof plateau.v1.Hello
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Hello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Hello";
            };

            return Hello;
        })();

        v1.Proof = (function() {

            /**
             * Properties of a Proof.
             * @typedef {Object} plateau.v1.Proof.$Properties
             * @property {Uint8Array|null} [mac] Proof mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Proof.
             * @memberof plateau.v1
             * @interface IProof
             * @augments plateau.v1.Proof.$Properties
             * @deprecated Use plateau.v1.Proof.$Properties instead.
             */

            /**
             * Shape of a Proof.
             * @typedef {plateau.v1.Proof.$Properties} plateau.v1.Proof.$Shape
             */

            /**
             * Constructs a new Proof.
             * @memberof plateau.v1
             * @classdesc Represents a Proof.
             * @constructor
             * @param {plateau.v1.Proof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Proof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Proof mac.
             * @member {Uint8Array} mac
             * @memberof plateau.v1.Proof
             * @instance
             */
            Proof.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified Proof message. Does not implicitly {@link plateau.v1.Proof.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Proof
             * @static
             * @param {plateau.v1.Proof.$Properties} message Proof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Proof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Proof message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Proof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Proof & plateau.v1.Proof.$Shape} Proof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Proof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Proof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Proof message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Proof
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Proof} Proof
             */
            Proof.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Proof)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Proof: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Proof();
                if (object.mac != null)
                    if (object.mac.length)
                        if (typeof object.mac === "string")
                            $util.base64.decode(object.mac, message.mac = $util.newBuffer($util.base64.length(object.mac)), 0);
                        else if (object.mac.length >= 0)
                            message.mac = object.mac;
                return message;
            };

            /**
             * Creates a plain object from a Proof message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Proof
             * @static
             * @param {plateau.v1.Proof} message Proof
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Proof.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.mac = "";
                    else {
                        object.mac = [];
                        if (options.bytes !== $Array)
                            object.mac = $util.newBuffer(object.mac);
                    }
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                    object.mac = options.bytes === $String ? $util.base64.encode(message.mac, 0, message.mac.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.mac) : message.mac;
                return object;
            };

            /**
             * Converts this Proof to JSON.
             * @function toJSON
             * @memberof plateau.v1.Proof
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Proof.prototype.toJSON = function() {
                return Proof.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Proof
             * @function getTypeUrl
             * @memberof plateau.v1.Proof
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Proof.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Proof";
            };

            return Proof;
        })();

        v1.Heartbeat = (function() {

            /**
             * Properties of a Heartbeat.
             * @typedef {Object} plateau.v1.Heartbeat.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Heartbeat.
             * @memberof plateau.v1
             * @interface IHeartbeat
             * @augments plateau.v1.Heartbeat.$Properties
             * @deprecated Use plateau.v1.Heartbeat.$Properties instead.
             */

            /**
             * Shape of a Heartbeat.
             * @typedef {plateau.v1.Heartbeat.$Properties} plateau.v1.Heartbeat.$Shape
             */

            /**
             * Constructs a new Heartbeat.
             * @memberof plateau.v1
             * @classdesc Represents a Heartbeat.
             * @constructor
             * @param {plateau.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Heartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link plateau.v1.Heartbeat.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {plateau.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Heartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Heartbeat & plateau.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Heartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Heartbeat} Heartbeat
             */
            Heartbeat.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Heartbeat)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Heartbeat: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.plateau.v1.Heartbeat();
            };

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {plateau.v1.Heartbeat} message Heartbeat
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Heartbeat.toObject = function () {
                return {};
            };

            /**
             * Converts this Heartbeat to JSON.
             * @function toJSON
             * @memberof plateau.v1.Heartbeat
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Heartbeat.prototype.toJSON = function() {
                return Heartbeat.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Heartbeat
             * @function getTypeUrl
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Heartbeat.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Heartbeat";
            };

            return Heartbeat;
        })();

        v1.Presence = (function() {

            /**
             * Properties of a Presence.
             * @typedef {Object} plateau.v1.Presence.$Properties
             * @property {number|null} [lastVersion] Presence lastVersion
             * @property {number|null} [version] Presence version
             * @property {Array.<number>|null} [ranks] Presence ranks
             * @property {boolean|null} [seeks] Presence seeks
             * @property {number|null} [endedVersion] Presence endedVersion
             * @property {Array.<number>|null} [linked] Presence linked
             * @property {Array.<number>|null} [absent] Presence absent
             * @property {boolean|null} [leaving] Presence leaving
             * @property {boolean|null} [finished] Presence finished
             * @property {string|null} [reason] Presence reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Presence.
             * @memberof plateau.v1
             * @interface IPresence
             * @augments plateau.v1.Presence.$Properties
             * @deprecated Use plateau.v1.Presence.$Properties instead.
             */

            /**
             * Shape of a Presence.
             * @typedef {plateau.v1.Presence.$Properties} plateau.v1.Presence.$Shape
             */

            /**
             * Constructs a new Presence.
             * @memberof plateau.v1
             * @classdesc Represents a Presence.
             * @constructor
             * @param {plateau.v1.Presence.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Presence = function (properties) {
                this.ranks = [];
                this.linked = [];
                this.absent = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Presence lastVersion.
             * @member {number} lastVersion
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.lastVersion = 0;

            /**
             * Presence version.
             * @member {number} version
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.version = 0;

            /**
             * Presence ranks.
             * @member {Array.<number>} ranks
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.ranks = $util.emptyArray;

            /**
             * Presence seeks.
             * @member {boolean} seeks
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.seeks = false;

            /**
             * Presence endedVersion.
             * @member {number} endedVersion
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.endedVersion = 0;

            /**
             * Presence linked.
             * @member {Array.<number>} linked
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.linked = $util.emptyArray;

            /**
             * Presence absent.
             * @member {Array.<number>} absent
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.absent = $util.emptyArray;

            /**
             * Presence leaving.
             * @member {boolean} leaving
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.leaving = false;

            /**
             * Presence finished.
             * @member {boolean} finished
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.finished = false;

            /**
             * Presence reason.
             * @member {string} reason
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.reason = "";

            /**
             * Encodes the specified Presence message. Does not implicitly {@link plateau.v1.Presence.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Presence
             * @static
             * @param {plateau.v1.Presence.$Properties} message Presence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Presence.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lastVersion != null && $Object.hasOwnProperty.call(message, "lastVersion") && message.lastVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.lastVersion);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).uint32s(message.ranks);
                if (message.seeks != null && $Object.hasOwnProperty.call(message, "seeks") && message.seeks !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.seeks);
                if (message.endedVersion != null && $Object.hasOwnProperty.call(message, "endedVersion") && message.endedVersion !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.endedVersion);
                if (message.linked != null && message.linked.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.linked);
                if (message.absent != null && message.absent.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).uint32s(message.absent);
                if (message.leaving != null && $Object.hasOwnProperty.call(message, "leaving") && message.leaving !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.leaving);
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished") && message.finished !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.finished);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Presence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Presence & plateau.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Presence.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Presence();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lastVersion = value;
                            else
                                delete message.lastVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.seeks = value;
                            else
                                delete message.seeks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.endedVersion = value;
                            else
                                delete message.endedVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType === 2) {
                                if (!(message.linked && message.linked.length))
                                    message.linked = [];
                                reader.uint32s(message.linked);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.linked && message.linked.length))
                                message.linked = [];
                            message.linked.push(reader.uint32());
                            continue;
                        }
                    case 7: {
                            if (wireType === 2) {
                                if (!(message.absent && message.absent.length))
                                    message.absent = [];
                                reader.uint32s(message.absent);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.absent && message.absent.length))
                                message.absent = [];
                            message.absent.push(reader.uint32());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.leaving = value;
                            else
                                delete message.leaving;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.finished = value;
                            else
                                delete message.finished;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Presence message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Presence
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Presence} Presence
             */
            Presence.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Presence)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Presence: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Presence();
                if (object.lastVersion != null)
                    if ($Number(object.lastVersion) !== 0)
                        message.lastVersion = object.lastVersion >>> 0;
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".plateau.v1.Presence.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                if (object.seeks != null)
                    if (object.seeks)
                        message.seeks = $Boolean(object.seeks);
                if (object.endedVersion != null)
                    if ($Number(object.endedVersion) !== 0)
                        message.endedVersion = object.endedVersion >>> 0;
                if (object.linked) {
                    if (!$Array.isArray(object.linked))
                        throw $TypeError(".plateau.v1.Presence.linked: array expected");
                    message.linked = $Array(object.linked.length);
                    for (let i = 0; i < object.linked.length; ++i)
                        message.linked[i] = object.linked[i] >>> 0;
                }
                if (object.absent) {
                    if (!$Array.isArray(object.absent))
                        throw $TypeError(".plateau.v1.Presence.absent: array expected");
                    message.absent = $Array(object.absent.length);
                    for (let i = 0; i < object.absent.length; ++i)
                        message.absent[i] = object.absent[i] >>> 0;
                }
                if (object.leaving != null)
                    if (object.leaving)
                        message.leaving = $Boolean(object.leaving);
                if (object.finished != null)
                    if (object.finished)
                        message.finished = $Boolean(object.finished);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Presence message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Presence
             * @static
             * @param {plateau.v1.Presence} message Presence
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Presence.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.ranks = [];
                    object.linked = [];
                    object.absent = [];
                }
                if (options.defaults) {
                    object.lastVersion = 0;
                    object.version = 0;
                    object.seeks = false;
                    object.endedVersion = 0;
                    object.leaving = false;
                    object.finished = false;
                    object.reason = "";
                }
                if (message.lastVersion != null && $Object.hasOwnProperty.call(message, "lastVersion"))
                    object.lastVersion = message.lastVersion;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                if (message.seeks != null && $Object.hasOwnProperty.call(message, "seeks"))
                    object.seeks = message.seeks;
                if (message.endedVersion != null && $Object.hasOwnProperty.call(message, "endedVersion"))
                    object.endedVersion = message.endedVersion;
                if (message.linked && message.linked.length) {
                    object.linked = $Array(message.linked.length);
                    for (let j = 0; j < message.linked.length; ++j)
                        object.linked[j] = message.linked[j];
                }
                if (message.absent && message.absent.length) {
                    object.absent = $Array(message.absent.length);
                    for (let j = 0; j < message.absent.length; ++j)
                        object.absent[j] = message.absent[j];
                }
                if (message.leaving != null && $Object.hasOwnProperty.call(message, "leaving"))
                    object.leaving = message.leaving;
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished"))
                    object.finished = message.finished;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Presence to JSON.
             * @function toJSON
             * @memberof plateau.v1.Presence
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Presence.prototype.toJSON = function() {
                return Presence.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Presence
             * @function getTypeUrl
             * @memberof plateau.v1.Presence
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Presence.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Presence";
            };

            return Presence;
        })();

        v1.Form = (function() {

            /**
             * Properties of a Form.
             * @typedef {Object} plateau.v1.Form.$Properties
             * @property {number|null} [version] Form version
             * @property {Array.<number>|null} [ranks] Form ranks
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Form.
             * @memberof plateau.v1
             * @interface IForm
             * @augments plateau.v1.Form.$Properties
             * @deprecated Use plateau.v1.Form.$Properties instead.
             */

            /**
             * Shape of a Form.
             * @typedef {plateau.v1.Form.$Properties} plateau.v1.Form.$Shape
             */

            /**
             * Constructs a new Form.
             * @memberof plateau.v1
             * @classdesc Represents a Form.
             * @constructor
             * @param {plateau.v1.Form.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Form = function (properties) {
                this.ranks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Form version.
             * @member {number} version
             * @memberof plateau.v1.Form
             * @instance
             */
            Form.prototype.version = 0;

            /**
             * Form ranks.
             * @member {Array.<number>} ranks
             * @memberof plateau.v1.Form
             * @instance
             */
            Form.prototype.ranks = $util.emptyArray;

            /**
             * Encodes the specified Form message. Does not implicitly {@link plateau.v1.Form.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Form
             * @static
             * @param {plateau.v1.Form.$Properties} message Form message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Form.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.ranks);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Form message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Form
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Form & plateau.v1.Form.$Shape} Form
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Form.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Form();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Form message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Form
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Form} Form
             */
            Form.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Form)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Form: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Form();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".plateau.v1.Form.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                return message;
            };

            /**
             * Creates a plain object from a Form message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Form
             * @static
             * @param {plateau.v1.Form} message Form
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Form.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.ranks = [];
                if (options.defaults)
                    object.version = 0;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                return object;
            };

            /**
             * Converts this Form to JSON.
             * @function toJSON
             * @memberof plateau.v1.Form
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Form.prototype.toJSON = function() {
                return Form.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Form
             * @function getTypeUrl
             * @memberof plateau.v1.Form
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Form.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Form";
            };

            return Form;
        })();

        v1.StateRequest = (function() {

            /**
             * Properties of a StateRequest.
             * @typedef {Object} plateau.v1.StateRequest.$Properties
             * @property {number|null} [version] StateRequest version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StateRequest.
             * @memberof plateau.v1
             * @interface IStateRequest
             * @augments plateau.v1.StateRequest.$Properties
             * @deprecated Use plateau.v1.StateRequest.$Properties instead.
             */

            /**
             * Shape of a StateRequest.
             * @typedef {plateau.v1.StateRequest.$Properties} plateau.v1.StateRequest.$Shape
             */

            /**
             * Constructs a new StateRequest.
             * @memberof plateau.v1
             * @classdesc Represents a StateRequest.
             * @constructor
             * @param {plateau.v1.StateRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StateRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StateRequest version.
             * @member {number} version
             * @memberof plateau.v1.StateRequest
             * @instance
             */
            StateRequest.prototype.version = 0;

            /**
             * Encodes the specified StateRequest message. Does not implicitly {@link plateau.v1.StateRequest.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {plateau.v1.StateRequest.$Properties} message StateRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StateRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StateRequest message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.StateRequest & plateau.v1.StateRequest.$Shape} StateRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StateRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.StateRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StateRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.StateRequest} StateRequest
             */
            StateRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.StateRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.StateRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.StateRequest();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a StateRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {plateau.v1.StateRequest} message StateRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StateRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.version = 0;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                return object;
            };

            /**
             * Converts this StateRequest to JSON.
             * @function toJSON
             * @memberof plateau.v1.StateRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StateRequest.prototype.toJSON = function() {
                return StateRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for StateRequest
             * @function getTypeUrl
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            StateRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.StateRequest";
            };

            return StateRequest;
        })();

        v1.StatePart = (function() {

            /**
             * Properties of a StatePart.
             * @typedef {Object} plateau.v1.StatePart.$Properties
             * @property {number|null} [version] StatePart version
             * @property {string|null} [head] StatePart head
             * @property {number|null} [vector] StatePart vector
             * @property {number|null} [offset] StatePart offset
             * @property {Uint8Array|null} [data] StatePart data
             * @property {Uint8Array|null} [sha256] StatePart sha256
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StatePart.
             * @memberof plateau.v1
             * @interface IStatePart
             * @augments plateau.v1.StatePart.$Properties
             * @deprecated Use plateau.v1.StatePart.$Properties instead.
             */

            /**
             * Shape of a StatePart.
             * @typedef {plateau.v1.StatePart.$Properties} plateau.v1.StatePart.$Shape
             */

            /**
             * Constructs a new StatePart.
             * @memberof plateau.v1
             * @classdesc Represents a StatePart.
             * @constructor
             * @param {plateau.v1.StatePart.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StatePart = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StatePart version.
             * @member {number} version
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.version = 0;

            /**
             * StatePart head.
             * @member {string} head
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.head = "";

            /**
             * StatePart vector.
             * @member {number} vector
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.vector = 0;

            /**
             * StatePart offset.
             * @member {number} offset
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * StatePart data.
             * @member {Uint8Array} data
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.data = $util.newBuffer([]);

            /**
             * StatePart sha256.
             * @member {Uint8Array} sha256
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.sha256 = $util.newBuffer([]);

            /**
             * Encodes the specified StatePart message. Does not implicitly {@link plateau.v1.StatePart.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.StatePart
             * @static
             * @param {plateau.v1.StatePart.$Properties} message StatePart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StatePart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.head != null && $Object.hasOwnProperty.call(message, "head") && message.head !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.head);
                if (message.vector != null && $Object.hasOwnProperty.call(message, "vector") && message.vector !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.vector);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.offset);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.data);
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.sha256);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StatePart message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.StatePart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.StatePart & plateau.v1.StatePart.$Shape} StatePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StatePart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.StatePart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.head = value;
                            else
                                delete message.head;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.vector = value;
                            else
                                delete message.vector;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StatePart message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.StatePart
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.StatePart} StatePart
             */
            StatePart.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.StatePart)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.StatePart: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.StatePart();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.head != null)
                    if (typeof object.head !== "string" || object.head.length)
                        message.head = $String(object.head);
                if (object.vector != null)
                    if ($Number(object.vector) !== 0)
                        message.vector = object.vector >>> 0;
                if (object.offset != null)
                    if (typeof object.offset === "object" ? object.offset.low || object.offset.high : $Number(object.offset) !== 0)
                        if ($util.Long)
                            message.offset = $util.Long.fromValue(object.offset, true);
                        else if (typeof object.offset === "string")
                            message.offset = $parseInt(object.offset, 10);
                        else if (typeof object.offset === "number")
                            message.offset = object.offset;
                        else if (typeof object.offset === "object")
                            message.offset = new $util.LongBits(object.offset.low >>> 0, object.offset.high >>> 0).toNumber(true);
                if (object.data != null)
                    if (object.data.length)
                        if (typeof object.data === "string")
                            $util.base64.decode(object.data, message.data = $util.newBuffer($util.base64.length(object.data)), 0);
                        else if (object.data.length >= 0)
                            message.data = object.data;
                if (object.sha256 != null)
                    if (object.sha256.length)
                        if (typeof object.sha256 === "string")
                            $util.base64.decode(object.sha256, message.sha256 = $util.newBuffer($util.base64.length(object.sha256)), 0);
                        else if (object.sha256.length >= 0)
                            message.sha256 = object.sha256;
                return message;
            };

            /**
             * Creates a plain object from a StatePart message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.StatePart
             * @static
             * @param {plateau.v1.StatePart} message StatePart
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StatePart.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.version = 0;
                    object.head = "";
                    object.vector = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.offset = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.offset = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.data = "";
                    else {
                        object.data = [];
                        if (options.bytes !== $Array)
                            object.data = $util.newBuffer(object.data);
                    }
                    if (options.bytes === $String)
                        object.sha256 = "";
                    else {
                        object.sha256 = [];
                        if (options.bytes !== $Array)
                            object.sha256 = $util.newBuffer(object.sha256);
                    }
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                    object.head = message.head;
                if (message.vector != null && $Object.hasOwnProperty.call(message, "vector"))
                    object.vector = message.vector;
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.offset = typeof message.offset === "number" ? $BigInt(message.offset) : $util.Long.fromBits(message.offset.low >>> 0, message.offset.high >>> 0, true).toBigInt();
                    else if (typeof message.offset === "number")
                        object.offset = options.longs === $String ? $String(message.offset) : message.offset;
                    else
                        object.offset = options.longs === $String ? $util.Long.prototype.toString.call(message.offset) : options.longs === $Number ? new $util.LongBits(message.offset.low >>> 0, message.offset.high >>> 0).toNumber(true) : message.offset;
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    object.data = options.bytes === $String ? $util.base64.encode(message.data, 0, message.data.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.data) : message.data;
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256"))
                    object.sha256 = options.bytes === $String ? $util.base64.encode(message.sha256, 0, message.sha256.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.sha256) : message.sha256;
                return object;
            };

            /**
             * Converts this StatePart to JSON.
             * @function toJSON
             * @memberof plateau.v1.StatePart
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StatePart.prototype.toJSON = function() {
                return StatePart.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for StatePart
             * @function getTypeUrl
             * @memberof plateau.v1.StatePart
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            StatePart.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.StatePart";
            };

            return StatePart;
        })();

        v1.Numbers = (function() {

            /**
             * Properties of a Numbers.
             * @typedef {Object} plateau.v1.Numbers.$Properties
             * @property {number|null} [version] Numbers version
             * @property {number|null} [step] Numbers step
             * @property {number|null} [round] Numbers round
             * @property {Array.<plateau.v1.ShardNumbers.$Properties>|null} [shards] Numbers shards
             * @property {boolean|null} [more] Numbers more
             * @property {boolean|null} [last] Numbers last
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Numbers.
             * @memberof plateau.v1
             * @interface INumbers
             * @augments plateau.v1.Numbers.$Properties
             * @deprecated Use plateau.v1.Numbers.$Properties instead.
             */

            /**
             * Shape of a Numbers.
             * @typedef {plateau.v1.Numbers.$Properties} plateau.v1.Numbers.$Shape
             */

            /**
             * Constructs a new Numbers.
             * @memberof plateau.v1
             * @classdesc Represents a Numbers.
             * @constructor
             * @param {plateau.v1.Numbers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Numbers = function (properties) {
                this.shards = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Numbers version.
             * @member {number} version
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.version = 0;

            /**
             * Numbers step.
             * @member {number} step
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.step = 0;

            /**
             * Numbers round.
             * @member {number} round
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.round = 0;

            /**
             * Numbers shards.
             * @member {Array.<plateau.v1.ShardNumbers.$Properties>} shards
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.shards = $util.emptyArray;

            /**
             * Numbers more.
             * @member {boolean} more
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.more = false;

            /**
             * Numbers last.
             * @member {boolean} last
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.last = false;

            /**
             * Encodes the specified Numbers message. Does not implicitly {@link plateau.v1.Numbers.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Numbers
             * @static
             * @param {plateau.v1.Numbers.$Properties} message Numbers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Numbers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.round != null && $Object.hasOwnProperty.call(message, "round") && message.round !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.round);
                if (message.shards != null && message.shards.length)
                    for (let i = 0; i < message.shards.length; ++i)
                        $root.plateau.v1.ShardNumbers.encode(message.shards[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.more);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.last);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Numbers message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Numbers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Numbers & plateau.v1.Numbers.$Shape} Numbers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Numbers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Numbers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.round = value;
                            else
                                delete message.round;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.shards && message.shards.length))
                                message.shards = [];
                            message.shards.push($root.plateau.v1.ShardNumbers.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.more = value;
                            else
                                delete message.more;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Numbers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Numbers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Numbers} Numbers
             */
            Numbers.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Numbers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Numbers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Numbers();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.round != null)
                    if ($Number(object.round) !== 0)
                        message.round = object.round >>> 0;
                if (object.shards) {
                    if (!$Array.isArray(object.shards))
                        throw $TypeError(".plateau.v1.Numbers.shards: array expected");
                    message.shards = $Array(object.shards.length);
                    for (let i = 0; i < object.shards.length; ++i) {
                        if (!$util.isObject(object.shards[i]))
                            throw $TypeError(".plateau.v1.Numbers.shards: object expected");
                        message.shards[i] = $root.plateau.v1.ShardNumbers.fromObject(object.shards[i], _depth + 1);
                    }
                }
                if (object.more != null)
                    if (object.more)
                        message.more = $Boolean(object.more);
                if (object.last != null)
                    if (object.last)
                        message.last = $Boolean(object.last);
                return message;
            };

            /**
             * Creates a plain object from a Numbers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Numbers
             * @static
             * @param {plateau.v1.Numbers} message Numbers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Numbers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.shards = [];
                if (options.defaults) {
                    object.version = 0;
                    object.step = 0;
                    object.round = 0;
                    object.more = false;
                    object.last = false;
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.round != null && $Object.hasOwnProperty.call(message, "round"))
                    object.round = message.round;
                if (message.shards && message.shards.length) {
                    object.shards = $Array(message.shards.length);
                    for (let j = 0; j < message.shards.length; ++j)
                        object.shards[j] = $root.plateau.v1.ShardNumbers.toObject(message.shards[j], options, _depth + 1);
                }
                if (message.more != null && $Object.hasOwnProperty.call(message, "more"))
                    object.more = message.more;
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    object.last = message.last;
                return object;
            };

            /**
             * Converts this Numbers to JSON.
             * @function toJSON
             * @memberof plateau.v1.Numbers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Numbers.prototype.toJSON = function() {
                return Numbers.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Numbers
             * @function getTypeUrl
             * @memberof plateau.v1.Numbers
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Numbers.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Numbers";
            };

            return Numbers;
        })();

        v1.ShardNumbers = (function() {

            /**
             * Properties of a ShardNumbers.
             * @typedef {Object} plateau.v1.ShardNumbers.$Properties
             * @property {number|null} [shard] ShardNumbers shard
             * @property {number|null} [loss] ShardNumbers loss
             * @property {Array.<number>|null} [norms] ShardNumbers norms
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ShardNumbers.
             * @memberof plateau.v1
             * @interface IShardNumbers
             * @augments plateau.v1.ShardNumbers.$Properties
             * @deprecated Use plateau.v1.ShardNumbers.$Properties instead.
             */

            /**
             * Shape of a ShardNumbers.
             * @typedef {plateau.v1.ShardNumbers.$Properties} plateau.v1.ShardNumbers.$Shape
             */

            /**
             * Constructs a new ShardNumbers.
             * @memberof plateau.v1
             * @classdesc Represents a ShardNumbers.
             * @constructor
             * @param {plateau.v1.ShardNumbers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ShardNumbers = function (properties) {
                this.norms = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ShardNumbers shard.
             * @member {number} shard
             * @memberof plateau.v1.ShardNumbers
             * @instance
             */
            ShardNumbers.prototype.shard = 0;

            /**
             * ShardNumbers loss.
             * @member {number} loss
             * @memberof plateau.v1.ShardNumbers
             * @instance
             */
            ShardNumbers.prototype.loss = 0;

            /**
             * ShardNumbers norms.
             * @member {Array.<number>} norms
             * @memberof plateau.v1.ShardNumbers
             * @instance
             */
            ShardNumbers.prototype.norms = $util.emptyArray;

            /**
             * Encodes the specified ShardNumbers message. Does not implicitly {@link plateau.v1.ShardNumbers.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {plateau.v1.ShardNumbers.$Properties} message ShardNumbers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ShardNumbers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.shard != null && $Object.hasOwnProperty.call(message, "shard") && message.shard !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.shard);
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.loss);
                if (message.norms != null && message.norms.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).doubles(message.norms);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ShardNumbers message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ShardNumbers & plateau.v1.ShardNumbers.$Shape} ShardNumbers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ShardNumbers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.ShardNumbers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.shard = value;
                            else
                                delete message.shard;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loss = value;
                            else
                                delete message.loss;
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.norms && message.norms.length))
                                    message.norms = [];
                                reader.doubles(message.norms);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.norms && message.norms.length))
                                message.norms = [];
                            message.norms.push(reader.double());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ShardNumbers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ShardNumbers} ShardNumbers
             */
            ShardNumbers.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ShardNumbers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ShardNumbers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ShardNumbers();
                if (object.shard != null)
                    if ($Number(object.shard) !== 0)
                        message.shard = object.shard >>> 0;
                if (object.loss != null)
                    if (!$Object.is($Number(object.loss), 0))
                        message.loss = $Number(object.loss);
                if (object.norms) {
                    if (!$Array.isArray(object.norms))
                        throw $TypeError(".plateau.v1.ShardNumbers.norms: array expected");
                    message.norms = $Array(object.norms.length);
                    for (let i = 0; i < object.norms.length; ++i)
                        message.norms[i] = $Number(object.norms[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a ShardNumbers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {plateau.v1.ShardNumbers} message ShardNumbers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ShardNumbers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.norms = [];
                if (options.defaults) {
                    object.shard = 0;
                    object.loss = 0;
                }
                if (message.shard != null && $Object.hasOwnProperty.call(message, "shard"))
                    object.shard = message.shard;
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                    object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
                if (message.norms && message.norms.length) {
                    object.norms = $Array(message.norms.length);
                    for (let j = 0; j < message.norms.length; ++j)
                        object.norms[j] = options.json && !$isFinite(message.norms[j]) ? $String(message.norms[j]) : message.norms[j];
                }
                return object;
            };

            /**
             * Converts this ShardNumbers to JSON.
             * @function toJSON
             * @memberof plateau.v1.ShardNumbers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ShardNumbers.prototype.toJSON = function() {
                return ShardNumbers.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ShardNumbers
             * @function getTypeUrl
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ShardNumbers.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ShardNumbers";
            };

            return ShardNumbers;
        })();

        v1.TensorOffer = (function() {

            /**
             * Properties of a TensorOffer.
             * @typedef {Object} plateau.v1.TensorOffer.$Properties
             * @property {Uint8Array|null} [token] TensorOffer token
             * @property {number|null} [port] TensorOffer port
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TensorOffer.
             * @memberof plateau.v1
             * @interface ITensorOffer
             * @augments plateau.v1.TensorOffer.$Properties
             * @deprecated Use plateau.v1.TensorOffer.$Properties instead.
             */

            /**
             * Shape of a TensorOffer.
             * @typedef {plateau.v1.TensorOffer.$Properties} plateau.v1.TensorOffer.$Shape
             */

            /**
             * Constructs a new TensorOffer.
             * @memberof plateau.v1
             * @classdesc Represents a TensorOffer.
             * @constructor
             * @param {plateau.v1.TensorOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TensorOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TensorOffer token.
             * @member {Uint8Array} token
             * @memberof plateau.v1.TensorOffer
             * @instance
             */
            TensorOffer.prototype.token = $util.newBuffer([]);

            /**
             * TensorOffer port.
             * @member {number} port
             * @memberof plateau.v1.TensorOffer
             * @instance
             */
            TensorOffer.prototype.port = 0;

            /**
             * Encodes the specified TensorOffer message. Does not implicitly {@link plateau.v1.TensorOffer.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {plateau.v1.TensorOffer.$Properties} message TensorOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TensorOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.token);
                if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.port);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TensorOffer message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.TensorOffer & plateau.v1.TensorOffer.$Shape} TensorOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TensorOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.TensorOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.port = value;
                            else
                                delete message.port;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a TensorOffer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.TensorOffer} TensorOffer
             */
            TensorOffer.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.TensorOffer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.TensorOffer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.TensorOffer();
                if (object.token != null)
                    if (object.token.length)
                        if (typeof object.token === "string")
                            $util.base64.decode(object.token, message.token = $util.newBuffer($util.base64.length(object.token)), 0);
                        else if (object.token.length >= 0)
                            message.token = object.token;
                if (object.port != null)
                    if ($Number(object.port) !== 0)
                        message.port = object.port >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a TensorOffer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {plateau.v1.TensorOffer} message TensorOffer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TensorOffer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.token = "";
                    else {
                        object.token = [];
                        if (options.bytes !== $Array)
                            object.token = $util.newBuffer(object.token);
                    }
                    object.port = 0;
                }
                if (message.token != null && $Object.hasOwnProperty.call(message, "token"))
                    object.token = options.bytes === $String ? $util.base64.encode(message.token, 0, message.token.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.token) : message.token;
                if (message.port != null && $Object.hasOwnProperty.call(message, "port"))
                    object.port = message.port;
                return object;
            };

            /**
             * Converts this TensorOffer to JSON.
             * @function toJSON
             * @memberof plateau.v1.TensorOffer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TensorOffer.prototype.toJSON = function() {
                return TensorOffer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for TensorOffer
             * @function getTypeUrl
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            TensorOffer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.TensorOffer";
            };

            return TensorOffer;
        })();

        v1.Barrier = (function() {

            /**
             * Properties of a Barrier.
             * @typedef {Object} plateau.v1.Barrier.$Properties
             * @property {number|null} [version] Barrier version
             * @property {string|null} [label] Barrier label
             * @property {Uint8Array|null} [value] Barrier value
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Barrier.
             * @memberof plateau.v1
             * @interface IBarrier
             * @augments plateau.v1.Barrier.$Properties
             * @deprecated Use plateau.v1.Barrier.$Properties instead.
             */

            /**
             * Shape of a Barrier.
             * @typedef {plateau.v1.Barrier.$Properties} plateau.v1.Barrier.$Shape
             */

            /**
             * Constructs a new Barrier.
             * @memberof plateau.v1
             * @classdesc Represents a Barrier.
             * @constructor
             * @param {plateau.v1.Barrier.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Barrier = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Barrier version.
             * @member {number} version
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.version = 0;

            /**
             * Barrier label.
             * @member {string} label
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.label = "";

            /**
             * Barrier value.
             * @member {Uint8Array} value
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.value = $util.newBuffer([]);

            /**
             * Encodes the specified Barrier message. Does not implicitly {@link plateau.v1.Barrier.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Barrier
             * @static
             * @param {plateau.v1.Barrier.$Properties} message Barrier message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Barrier.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.label);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.value);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Barrier message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Barrier
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Barrier & plateau.v1.Barrier.$Shape} Barrier
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Barrier.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Barrier();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.label = value;
                            else
                                delete message.label;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Barrier message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Barrier
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Barrier} Barrier
             */
            Barrier.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Barrier)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Barrier: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Barrier();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.label != null)
                    if (typeof object.label !== "string" || object.label.length)
                        message.label = $String(object.label);
                if (object.value != null)
                    if (object.value.length)
                        if (typeof object.value === "string")
                            $util.base64.decode(object.value, message.value = $util.newBuffer($util.base64.length(object.value)), 0);
                        else if (object.value.length >= 0)
                            message.value = object.value;
                return message;
            };

            /**
             * Creates a plain object from a Barrier message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Barrier
             * @static
             * @param {plateau.v1.Barrier} message Barrier
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Barrier.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.version = 0;
                    object.label = "";
                    if (options.bytes === $String)
                        object.value = "";
                    else {
                        object.value = [];
                        if (options.bytes !== $Array)
                            object.value = $util.newBuffer(object.value);
                    }
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.label != null && $Object.hasOwnProperty.call(message, "label"))
                    object.label = message.label;
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    object.value = options.bytes === $String ? $util.base64.encode(message.value, 0, message.value.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.value) : message.value;
                return object;
            };

            /**
             * Converts this Barrier to JSON.
             * @function toJSON
             * @memberof plateau.v1.Barrier
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Barrier.prototype.toJSON = function() {
                return Barrier.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Barrier
             * @function getTypeUrl
             * @memberof plateau.v1.Barrier
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Barrier.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Barrier";
            };

            return Barrier;
        })();

        return v1;
    })();

    return plateau;
})();

export {
  $root as default
};
